#pragma once

#include <string>

#include "readiness/inputs.hpp"
#include "readiness/told_counts.hpp"

namespace shareready::readiness {

// How far persons can be told apart, what that costs and what would help, in sentences: as far as it may be
// told.
std::string risk_sentence(const ReadinessInputs& inputs);

// A chance of other groups, which may be those of the release or of wider ages: then it is told as there.
ToldChance told_chance(double average, const ReadinessInputs& inputs);

}  // namespace shareready::readiness
