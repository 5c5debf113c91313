#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace shareready {

enum class EntryType { file, folder, link, special, unreadable };

// An extended attribute in the user's namespace.
struct Attribute {
  std::string name;
  std::string value;
};

// Of one file or folder; none where the file system has no such thing. A link's target is not looked at.
std::vector<Attribute> user_attributes(const std::filesystem::path& path);

// One entry of a tree. Folders of version control are listed, not entered.
struct TreeEntry {
  std::string path;  // relative, "/" between names
  EntryType type = EntryType::file;
  std::string link_target{};  // of links, as stored
  std::vector<Attribute> attributes{};
  std::int64_t modified = 0;  // seconds since 1970
};

// Every entry below the folder, sorted by path; links are not followed. A folder that cannot be listed is an
// entry of type unreadable. Errors: no_input (the tree itself).
Result<std::vector<TreeEntry>> list_tree(const std::filesystem::path& tree);

}  // namespace shareready
