#pragma once

#include <string>

#include "base/json.hpp"
#include "readiness/markup.hpp"

// The tables of the risk section that say who is alone, and what would help.
namespace shareready::readiness {

// A share in percent; one too small for a digit is told by its inverse: "0.0 %" would say that there is none.
std::string percent(const Json& share);

// A chance, said to be the most where it was rounded up; a dash where that leaves everything open.
Html chance(const Json& row, const char* average = "average", const char* at_most = "at_most");

// Names with commas between; a dash where there are none.
std::string listed(const Json& names);

// What leaving out each released column gives, then two measures together; kinds of image; keys of sidecars;
// persons. Empty where nothing is told.
Html without_table(const Json& risk);
Html images_table(const Json& risk);
Html keys_table(const Json& risk);
Html persons_note(const Json& risk);

// Wider ages worked out for this release, beside the release as it is.
Html recipes_table(const Json& risk, const Json& recipes, const std::string& k);

// What the policies of these tables do with the policy of this release.
Html policy_note(const Json& readiness);

// Who is like nobody else in one sort of what is released, and in several together.
Html known_table(const Json& risk);

}  // namespace shareready::readiness
