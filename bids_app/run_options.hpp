#pragma once

#include <vector>

#include "given_options.hpp"
#include "readiness/run_options.hpp"

namespace shareready {

// What was given of the options that lead to the same release, by the option table.
std::vector<readiness::RunOption> run_options(const Given& given);

}  // namespace shareready
