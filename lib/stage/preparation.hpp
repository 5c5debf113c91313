#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "bids/inheritance.hpp"
#include "bids/inventory.hpp"
#include "policy/plan.hpp"
#include "policy/policy.hpp"

namespace shareready {

// What is in the input and what will happen to each file of it; nothing has been written.
struct Preparation {
  std::unique_ptr<const Inventory> inventory;  // at a fixed address: the index points into it
  std::unique_ptr<const InheritanceIndex> index;
  Plan plan;
};

// Errors: those of take_inventory and of the tables in share/.
Result<Preparation> prepare(const std::filesystem::path& bids_dir, const InventoryFilter& filter,
                            const Policy& policy);

// The fingerprint of everything a filter selects but participants: what must be the same in all of them.
std::string filters_of(const Inventory& inventory);

}  // namespace shareready
