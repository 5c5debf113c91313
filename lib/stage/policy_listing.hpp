#pragma once

#include <string>

#include "deid/generalise.hpp"
#include "stage/group.hpp"

namespace shareready {

// What the policy file of this run holds beside its preset and the options of the command line; empty where
// it had none. Errors: those of load_policy.
Result<Json> policy_file_of(const GroupOptions& options);

// The policies that the report prints, as whole files with the names of their columns, for the private
// folder.
std::string policies_listing(const Json& file, const Generalised& generalised);

}  // namespace shareready
