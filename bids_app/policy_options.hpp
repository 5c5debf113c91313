#pragma once

#include "arguments.hpp"
#include "base/result.hpp"
#include "policy/policy.hpp"

namespace shareready {

// The policy that preset, policy file and options make. Errors: usage, no_input, bad_data.
Result<Policy> policy_of(const Arguments& arguments);

}  // namespace shareready
