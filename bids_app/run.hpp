#pragma once

#include <string_view>

#include "arguments.hpp"

namespace shareready {

// Runs the level asked for and returns the exit code; the last line on standard output says where the
// results are or what to do next.
int run(const Arguments& arguments, std::string_view version);

}  // namespace shareready
