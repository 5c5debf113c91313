#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "policy/plan.hpp"

namespace shareready {

// The user's own masks of faces (--face-mask-dir), by the image that each is for.
struct OwnMasks {
  std::map<std::string, std::filesystem::path> by_image{};  // image path relative to the dataset -> mask
  std::vector<std::filesystem::path> unused{};              // masks whose name no image to be defaced has
};

// A mask belongs to the image with its name, compressed or not, wherever below the folder it lies. Errors:
// no_input, io (the folder cannot be read), usage (two masks of one image).
Result<OwnMasks> find_own_masks(const std::filesystem::path& folder, const Plan& plan);

// SHA-256 of which masks a participant has and what they hold; empty where there is none.
std::string fingerprint_of(const OwnMasks& masks, std::string_view participant);

}  // namespace shareready
