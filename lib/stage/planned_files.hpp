#pragma once

#include <map>
#include <string>
#include <vector>

#include "policy/plan.hpp"

namespace shareready {

using PlannedFiles = std::vector<const PlannedFile*>;

// The files of each participant, in their order; those of nobody under "". They point into the plan. One
// pass: a search of the plan for each person would take the square of their number.
std::map<std::string, PlannedFiles, std::less<>> files_by_participant(const Plan& plan);

}  // namespace shareready
