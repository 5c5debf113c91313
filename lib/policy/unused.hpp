#pragma once

#include <vector>

#include "bids/inventory.hpp"
#include "policy/plan.hpp"

namespace shareready {

// Entries (by index) that the plan would release although they describe nothing that it releases: gradient
// tables, events and recordings without their image, lists of scans and sessions without data, sidecars of
// nothing.
std::vector<std::size_t> find_unused(const Inventory& inventory, const Plan& plan);

}  // namespace shareready
