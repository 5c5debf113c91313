#include "audit/tree_listing.hpp"

#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

EntryType type_of(mode_t mode) {
  if (S_ISREG(mode)) return EntryType::file;
  if (S_ISDIR(mode)) return EntryType::folder;
  return S_ISLNK(mode) ? EntryType::link : EntryType::special;
}

constexpr std::size_t k_most_attribute_bytes = std::size_t{1} << 16U;  // XATTR_LIST_MAX, XATTR_SIZE_MAX

TreeEntry describe(const fs::path& file, std::string path) {
  TreeEntry entry{.path = std::move(path)};
  struct stat facts {};
  if (::lstat(file.c_str(), &facts) != 0) {
    entry.type = EntryType::unreadable;
    return entry;
  }
  entry.type = type_of(facts.st_mode);
  entry.modified = facts.st_mtim.tv_sec;
  std::error_code failed;
  if (entry.type == EntryType::link) entry.link_target = fs::read_symlink(file, failed).string();
  entry.attributes = user_attributes(file);
  return entry;
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
    std::string path = folder.empty() ? "" : folder + "/";
    path += name;
    entries.push_back(describe(at->path(), path));
    const bool is_entered = entries.back().type == EntryType::folder && !is_version_control(name);
    if (is_entered) list_folder(tree, path, entries);
  }
  if (status) entries.push_back({.path = folder, .type = EntryType::unreadable});
}

}  // namespace

std::vector<Attribute> user_attributes(const fs::path& path) {
  std::vector<Attribute> found;
  if (::llistxattr(path.c_str(), nullptr, 0) <= 0) return found;  // none, or a file system without them
  std::string names(k_most_attribute_bytes, '\0');
  const ssize_t size = ::llistxattr(path.c_str(), names.data(), names.size());
  if (size <= 0) return found;
  for (const std::string& name : split(names.substr(0, static_cast<std::size_t>(size)), '\0')) {
    if (name.substr(0, 5) != "user.") continue;
    std::string value(k_most_attribute_bytes, '\0');
    const ssize_t length = ::lgetxattr(path.c_str(), name.c_str(), value.data(), value.size());
    value.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    value.shrink_to_fit();
    found.push_back({name, std::move(value)});
  }
  return found;
}

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
