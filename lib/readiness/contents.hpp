#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "readiness/inputs.hpp"

namespace shareready::readiness {

// How many persons are alone by what the tables of persons do not hold, as it is told: counts that contain
// one another leave no number of few persons between them. Empty where nothing can be told of so few persons.
Json contents_json(const ReadinessInputs& inputs);

// The same in sentences; `contents` of contents_json, `persons` as they are told.
std::string told_of_contents(const Json& contents, const std::string& persons);

// Who is alone for somebody who knows the tables of persons and which files there are, and for somebody who
// knows all that the release says: in sentences, by the member 'risk'; empty where that is not told.
std::string told_of_joint(const Json& risk, const std::string& persons);
std::string told_of_all(const Json& risk, const std::string& persons);

// What may be known of a person, each beside those who are alone by it. `chance`: what holds the chance of a
// right link; null where none is told.
struct KnownRow {
  std::string known;
  bool code = false;  // `known` is the name of a column
  Json alone, chance;
};
std::vector<KnownRow> known_rows(const Json& risk);

// Those of them that are not empty, one after the other.
std::string joined_sentences(const std::vector<std::string>& sentences);

// A count of persons who are alone, told as a sentence that ends in `by`. Empty where nothing is told.
std::string told_of_alone(const std::string& count, const std::string& persons, const std::string& by);

}  // namespace shareready::readiness
