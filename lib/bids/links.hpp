#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "bids/file_kind.hpp"

namespace shareready {

// Where links of a dataset may lead: into the dataset, and into its git-annex (which a sub-dataset keeps in
// the .git folder of the dataset above it).
struct LinkBounds {
  std::filesystem::path root;                  // absolute, resolved
  std::vector<std::filesystem::path> annexes;  // the same
};

LinkBounds link_bounds(const std::filesystem::path& root);

// What a symbolic link leads to.
struct LinkTarget {
  enum class State { file, folder, special, broken, outside } state = State::broken;
  std::filesystem::path path;         // resolved; empty where broken
  FileKind kind = FileKind::unknown;  // what an entry that cannot be used is listed as
  std::string problem;                // for those, in plain words
};

// Resolves a symbolic link, chains included. Loops count as broken.
LinkTarget resolve_link(const std::filesystem::path& link, const LinkBounds& bounds);

// Whether `path` is `folder` or lies in it (both resolved).
bool is_inside(const std::filesystem::path& path, const std::filesystem::path& folder);

}  // namespace shareready
