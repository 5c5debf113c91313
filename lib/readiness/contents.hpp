#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "readiness/inputs.hpp"

namespace shareready::readiness {

// How many persons are alone by what the tables of persons do not hold, as it is told: counts that contain
// one another leave no number of few persons between them. Empty where nothing can be told of so few persons.
Json contents_json(const ReadinessInputs& inputs);

// In words: "what the events tables hold".
std::string_view content_words(std::string_view kind);

// The same in sentences; `contents` of contents_json, `persons` as they are told.
std::string told_of_contents(const Json& contents, const std::string& persons);

// A count of persons who are alone, told as a sentence that ends in `by`. Empty where nothing is told.
std::string told_of_alone(const std::string& count, const std::string& persons, const std::string& by);

}  // namespace shareready::readiness
