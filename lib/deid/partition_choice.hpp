#pragma once

#include "deid/level_choice.hpp"

namespace shareready {

// Cuts the persons into groups that satisfy the model by all profiles at once (risk/mondrian.hpp); words are
// numbers in the order of their spelling, a missing value is below all others. Each group has the range of
// its numbers and the word that all share, or n/a. False where there are fewer persons than any group needs.
// Errors: bad_data.
Result<bool> partition_profiles(LevelChoice& choice, const risk::PrivacyModel& model);

}  // namespace shareready
