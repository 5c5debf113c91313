#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// A tree against the list of its files; paths are relative to the tree.
struct Differences {
  std::vector<std::string> changed, missing;
  std::vector<std::string> added;  // files, links and the like; folders, with "/" at the end, without any
                                   // file of the list in them
  std::vector<std::string> attributed;  // with extended attributes, which no list holds; "": the tree itself
  [[nodiscard]] bool none() const {
    return changed.empty() && missing.empty() && added.empty() && attributed.empty();
  }
};

// The lines "sha256  path" of a list.
using Hashes = std::map<std::string, std::string>;  // path -> sha256
Hashes parse_manifest(std::string_view list);

// `list` has lines "sha256  path" (take_manifest). Errors: no_input, io.
Result<Differences> compare_tree(const std::filesystem::path& tree, std::string_view list);

}  // namespace shareready
