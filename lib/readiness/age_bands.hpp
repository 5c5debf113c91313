#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "readiness/facts.hpp"
#include "readiness/inputs.hpp"

// Which released ages children under 16 can have, and what one wider age would give: never how many children
// there are, nor whether an age is that of children alone, nor which ages few persons have.
namespace shareready::readiness {

// The member 'age_merges' of the evidence, and back.
Json age_merges_json(const ReadinessInputs& inputs);
std::vector<ShownAgeMerge> age_merges_of(const Json& rows);

// The ages that children can have, what merging gives, and that few persons have some age, each as one part
// of a sentence; empty where no age tells anything. `children_alone`: nothing on few persons.
std::vector<std::string> told_by_ages(const DatasetFacts& facts, bool children_alone = false);

// What one wider age would give, in parts of a sentence.
std::vector<std::string> told_of_merge(const ShownAgeMerge& merge);

}  // namespace shareready::readiness
