#include "audit/tree_listing.hpp"

#include <sys/xattr.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

EntryType type_of(const fs::file_status& status) {
  switch (status.type()) {
    case fs::file_type::regular:
      return EntryType::file;
    case fs::file_type::directory:
      return EntryType::folder;
    case fs::file_type::symlink:
      return EntryType::link;
    default:
      return EntryType::special;
  }
}

std::vector<std::string> user_attributes(const fs::path& path) {
  std::array<char, 4096> names{};
  const ssize_t size = ::llistxattr(path.c_str(), names.data(), names.size());
  std::vector<std::string> found;
  if (size <= 0) return found;  // none, or a file system without them
  for (const std::string& name :
       split(std::string_view(names.data(), static_cast<std::size_t>(size)), '\0')) {
    if (name.substr(0, 5) == "user.") found.push_back(name);
  }
  return found;
}

bool is_version_control(const std::string& name) {
  constexpr std::array<std::string_view, 5> k_names = {".git", ".hg", ".svn", ".bzr", "CVS"};
  return std::find(k_names.begin(), k_names.end(), name) != k_names.end();
}

void list_folder(const fs::path& tree, const std::string& folder, std::vector<TreeEntry>& entries) {
  std::error_code status;
  fs::directory_iterator at(tree / folder, status);
  for (const fs::directory_iterator end; !status && at != end; at.increment(status)) {
    const std::string name = at->path().filename().string();
    TreeEntry entry{.path = folder.empty() ? name : folder + "/" + name};
    std::error_code failed;
    entry.type = type_of(at->symlink_status(failed));
    if (failed) entry.type = EntryType::unreadable;
    if (entry.type == EntryType::link) entry.link_target = fs::read_symlink(at->path(), failed).string();
    entry.attributes = user_attributes(at->path());
    entries.push_back(entry);
    if (entry.type == EntryType::folder && !is_version_control(name)) list_folder(tree, entry.path, entries);
  }
  if (status) entries.push_back({.path = folder, .type = EntryType::unreadable});
}

}  // namespace

Result<std::vector<TreeEntry>> list_tree(const fs::path& tree) {
  std::error_code status;
  if (!fs::is_directory(tree, status)) {
    return Error{ErrorCode::no_input,
                 tree.string(),
                 "expected a folder to audit, got none; check the path and its permissions",
                 {}};
  }
  fs::directory_iterator readable(tree, status);
  if (status) return Error{ErrorCode::no_input, tree.string(), "the folder cannot be listed", {}};
  std::vector<TreeEntry> entries;
  list_folder(tree, "", entries);
  std::sort(entries.begin(), entries.end(),
            [](const TreeEntry& a, const TreeEntry& b) { return a.path < b.path; });
  return entries;
}

}  // namespace shareready
