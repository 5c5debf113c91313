#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace shareready {

// A tree of files being put together for others to read: folders 0755, files 0644 whatever the umask, all
// with the same times, so that their order tells nothing.
class TreeBuilder {
 public:
  // A file that is taken over keeps its number on the disk where it is shared, and gets a new one as a copy.
  enum class Takeover { share, copy };

  TreeBuilder(std::filesystem::path root, std::int64_t seconds_since_1970,
              Takeover takeover = Takeover::share)
      : root_(std::move(root)), time_(seconds_since_1970), takeover_(takeover) {}
  [[nodiscard]] const std::filesystem::path& root() const { return root_; }

  // Not on disk before the tree is published: that syncs its file system once. Errors: cannot_create (also
  // where the file is there already), io.
  Status write(std::string_view relative, std::string_view content);
  // By a hard link where that is asked for and both share a file system, else by a copy. Errors: those of
  // write, no_input.
  Status take_over(std::string_view relative, const std::filesystem::path& source);
  // After the last file: the times of the folders, which every new file in them changes. Errors: io.
  Status finish();

 private:
  Status enter(std::string_view folder);
  Status make_folder(std::string_view folder);
  std::filesystem::path root_;
  std::int64_t time_;
  Takeover takeover_;
  std::unordered_set<std::string> made_;  // folders below the root
  std::string entered_;                   // the folder of the last file
  Descriptor folder_;                     // and its handle: its next files need no path
};

// What a tree holds: counts, and the hash of the list "sha256  path" of all files in order.
struct Manifest {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t largest = 0;
  std::string list;    // lines "sha256  path", as sha256sum reads them
  std::string sha256;  // of the list
};
Result<Manifest> take_manifest(const std::filesystem::path& tree);

// Gives every file and folder of a tree the same times, so that their order tells nothing. Errors: io.
Status level_times(const std::filesystem::path& tree, std::int64_t seconds_since_1970);

}  // namespace shareready
