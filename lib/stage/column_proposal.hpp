#pragma once

#include <filesystem>

#include "base/json.hpp"
#include "policy/policy.hpp"

namespace shareready {

// What the columns of the tables of persons in a dataset are taken for under a policy, by name: {"type",
// "stays", "why"}; never a value. For the terminal: the names are those of the source. Tables that cannot be
// read are left out. Errors: no_input.
Result<Json> propose_columns(const std::filesystem::path& bids_dir, const Policy& policy);

}  // namespace shareready
