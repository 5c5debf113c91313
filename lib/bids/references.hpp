#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "bids/table.hpp"

namespace shareready {

// From a path in the source dataset (relative to its root) to the path in the new one; nullopt where that
// file is not released.
using PathMap = std::function<std::optional<std::string>(std::string_view)>;

// What rewriting did. Keys are paths of member names ("IntendedFor", "SpatialReference/orig").
struct ReferenceChanges {
  std::size_t rewritten = 0;
  std::vector<std::string> removed;       // where to: paths from the root, and URIs into other datasets
  std::vector<std::string> emptied_keys;  // members that went because nothing was left in them
};

// The files that a sidecar refers to, as paths relative to the dataset root: IntendedFor and the like in all
// their forms (relative to the participant's folder, to the root, BIDS URIs), wherever they stand.
std::vector<std::string> find_references(const Json& sidecar, const std::filesystem::path& sidecar_path);

// Rewrites them in place, each in the form it had. A reference to a file that is not released, or into
// another dataset (bids:name:...), is removed; a member left without any is removed with it.
ReferenceChanges rewrite_references(Json& sidecar, const std::filesystem::path& sidecar_path,
                                    const PathMap& map);

// Rewrites a column of paths relative to `old_folder` (scans.tsv: filename) to be relative to `new_folder`.
// Rows whose file is not released are dropped; their files are returned, as paths from the root.
std::vector<std::string> rewrite_filenames(Table& table, std::string_view column,
                                           const std::filesystem::path& old_folder,
                                           const std::filesystem::path& new_folder, const PathMap& map);

// Rewrites the stim_file column of an events table (relative to stimuli/); n/a where not released. Returns
// how many became n/a.
std::size_t rewrite_stim_files(Table& events, const PathMap& map);

}  // namespace shareready
