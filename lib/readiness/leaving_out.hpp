#pragma once

#include <string>

#include "base/json.hpp"
#include "readiness/inputs.hpp"
#include "readiness/told_counts.hpp"

// What somebody who knows every released column can tell, and what leaving out columns and wider ages help.
namespace shareready::readiness {

// The member 'without' of the risk: each released column alone, what helps most first.
Json without_json(const ReadinessInputs& inputs);

// The member 'measures': wider ages, wider ages and one column, and two columns, those of each kind that help
// most and more than what they are made of.
Json measures_json(const ReadinessInputs& inputs);

// The member 'best_measures': those with the fewest persons alone, with wider ages and without, where that
// follows from what is told of all that were counted, else the one with the least chance; none where none
// helps, or none can be written down.
Json best_measures_json(const ReadinessInputs& inputs);

// The column that helps most, in a sentence with a space before it; empty where there are no figures. `rows`:
// member 'without' of the risk, `now`: average chance with every column known.
std::string told_of_leaving_out(const Json& rows, double now);

// A sentence for each, with a space before it.
std::string told_of_best_measures(const Json& best);

// How many are alone, by the member 'risk' of readiness.json; empty where that is not told.
std::string told_of_those_alone(const Json& risk);

// "at least 18" of "18+", "–" of "0+".
std::string said_count(const Json& count);

// "41.7", or "at most 45.0" of a chance that was rounded up, in percent.
std::string said_percent(double share, bool at_most);
std::string said_percent(const ToldChance& chance);

}  // namespace shareready::readiness
