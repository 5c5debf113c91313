#include "stage/differences.hpp"

#include <set>

#include "audit/tree_listing.hpp"
#include "base/text.hpp"
#include "stage/tree.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// Every folder that a file stands in; a list names no others, and a release has none.
std::set<std::string> folders_of(const Hashes& files) {
  std::set<std::string> folders;
  for (const auto& [path, hash] : files) {
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
      folders.insert(path.substr(0, slash));
  }
  return folders;
}

}  // namespace

Hashes parse_manifest(std::string_view list) {
  constexpr std::size_t k_hash = 64, k_gap = 2;
  Hashes hashes;
  for (const std::string& line : split(list, '\n')) {
    if (line.size() > k_hash + k_gap) hashes[line.substr(k_hash + k_gap)] = line.substr(0, k_hash);
  }
  return hashes;
}

Result<Differences> compare_tree(const fs::path& tree, std::string_view list) {
  SR_TRY(const Manifest manifest, take_manifest(tree));
  SR_TRY(const std::vector<TreeEntry> entries, list_tree(tree));
  const Hashes expected = parse_manifest(list), present = parse_manifest(manifest.list);
  Differences found;
  for (const auto& [path, hash] : expected) {
    const auto own = present.find(path);
    if (own == present.end()) found.missing.push_back(path);
    if (own != present.end() && own->second != hash) found.changed.push_back(path);
  }
  std::set<std::string> added;
  for (const auto& [path, hash] : present) {
    if (!expected.contains(path)) added.insert(path);
  }
  const std::set<std::string> folders = folders_of(expected);
  // The group level writes none, and they travel with copies and in archives.
  if (!user_attributes(tree).empty()) found.attributed.emplace_back();
  for (const TreeEntry& entry : entries) {
    const bool is_folder = entry.type == EntryType::folder;
    const std::string path = entry.path + (is_folder ? "/" : "");
    if (!entry.attributes.empty()) found.attributed.push_back(path);
    if (entry.type == EntryType::file || (is_folder && folders.contains(entry.path))) continue;
    added.insert(path);  // a link may lead to a file, too
  }
  found.added.assign(added.begin(), added.end());
  return found;
}

}  // namespace shareready
