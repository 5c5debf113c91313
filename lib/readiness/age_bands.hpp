#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "readiness/facts.hpp"
#include "readiness/inputs.hpp"

// Which released ages tell of children under 16 alone or of few persons, and what one wider age would give:
// never how many children there are, nor a number of few persons.
namespace shareready::readiness {

// The member 'age_merges' of the evidence, and back.
Json age_merges_json(const ReadinessInputs& inputs);
std::vector<ShownAgeMerge> age_merges_of(const Json& rows);

// The ages of children alone, those of few persons, and what merging gives, each as one part of a sentence;
// empty where no age tells anything. `children_alone`: those of children only.
std::vector<std::string> told_by_ages(const DatasetFacts& facts, bool children_alone = false);

// What one wider age would give, in parts of a sentence. `fewest`: the fewest persons told of.
std::vector<std::string> told_of_merge(const ShownAgeMerge& merge, std::uint64_t fewest);

}  // namespace shareready::readiness
