#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "readiness/facts.hpp"
#include "readiness/inputs.hpp"

// Which released ages children under 16 can have, and the wider ages that were worked out for the release:
// never how many children there are, nor whether an age is that of children alone, nor which ages few persons
// have.
namespace shareready::readiness {

// The member 'age_recipes' of the evidence, and back.
Json age_recipes_json(const ReadinessInputs& inputs);
std::vector<ShownAgeRecipe> age_recipes_of(const Json& rows);

// The ages that limits part, "0-39, 40+".
std::string ages_between(const std::vector<int>& limits);

// The ages that children can have, and that few persons have some age, each as one part of a sentence; empty
// where no age tells anything. `children_alone`: nothing on few persons.
std::vector<std::string> told_by_ages(const DatasetFacts& facts, bool children_alone = false);

// What a release with these ages would be, in sentences. `now`: chance of a right link in the present one to
// somebody who knows every released column.
std::string told_of_recipe(const ShownAgeRecipe& recipe, std::uint64_t k, double now);

// Of every recipe, or that none settles ages which tell something.
std::string told_of_recipes(const DatasetFacts& facts);

}  // namespace shareready::readiness
