#pragma once

#include <string>

#include "base/json.hpp"

// What somebody who knows every released column can tell, and what leaving out one of them helps.
namespace shareready::readiness {

// The column that helps most, in a sentence with a space before it; empty where there are no figures. `rows`:
// member 'without' of the risk, `now`: average chance with every column known.
std::string told_of_leaving_out(const Json& rows, double now);

// How many are alone, by the member 'risk' of readiness.json; empty where that is not told.
std::string told_of_those_alone(const Json& risk);

}  // namespace shareready::readiness
