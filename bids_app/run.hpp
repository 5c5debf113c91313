#pragma once

#include <string_view>

#include "arguments.hpp"
#include "policy/policy.hpp"

namespace shareready {

// Runs the level asked for and returns the exit code; the last line on standard output says where the
// results are or what to do next.
int run(const Arguments& arguments, std::string_view version);

// The policy that preset, policy file and options make. Errors: usage, no_input, bad_data.
Result<Policy> policy_of(const Arguments& arguments);

}  // namespace shareready
