#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/result.hpp"
#include "stage/key_file.hpp"

namespace shareready {

// A finished tree and the place it goes to, both in one folder.
struct Publication {
  StagedFolder* fresh = nullptr;
  std::filesystem::path target;
};

// Where publishing keeps its books, and the fingerprint of what is published.
struct PublishBooks {
  std::filesystem::path journal;  // exists while trees are being exchanged
  std::filesystem::path record;   // says what was published last
  std::string key;
};

// Puts finished trees in place: each by one exchange where the file system can, else by two renames. All is
// on disk before. A journal lets the next start finish what a crash interrupts: each target is the old tree
// or the new one (on file systems without exchange, for a moment, neither). A key file (may be null) comes to
// its place before the first tree does, never over another file, and goes again where that tree does not
// follow: there is no dataset without its key, no key without its dataset. Errors: cannot_create, io.
Status publish_trees(const std::vector<Publication>& publications, const PublishBooks& books,
                     const SealedKey* key = nullptr);

// Finishes what a crash interrupted, or takes back what can no longer be finished; fine where there is no
// journal. The key is the journal's own. Errors: io, bad_data, cannot_create.
Status repair_publishing(const PublishBooks& books);

// The key of what was published last; empty if nothing was. Errors: io, bad_data.
Result<std::string> published_key(const PublishBooks& books);

// Removes what killed runs left in a folder: entries ".NAME.tmp-*" of this name. The caller holds the lock
// under which they are made.
void remove_leftovers(const std::filesystem::path& folder, const std::string& name);

}  // namespace shareready
