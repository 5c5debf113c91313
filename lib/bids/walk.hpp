#pragma once

#include <vector>

#include "base/result.hpp"
#include "bids/ignore.hpp"
#include "bids/inventory.hpp"

namespace shareready {

// Which folders of participants and sessions to go into; empty lists mean all.
struct WalkLimits {
  std::vector<std::string> participants;  // labels without prefix, sorted
  std::vector<std::string> sessions;
};

// Every entry below root, sorted by path. Errors: io (the root itself cannot be listed).
Result<std::vector<InventoryFile>> walk_dataset(const std::filesystem::path& root,
                                                const IgnorePatterns& ignored, const WalkLimits& limits);

}  // namespace shareready
