#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace shareready::readiness {

// What a value breaks of its JSON Schema, one sentence a fault: the key, got and expected. Knows the keywords
// that share/answers.schema.json uses (2020-12: type, const, enum, properties, patternProperties '^_comment',
// additionalProperties, required, items, minItems, uniqueItems, minimum, maximum, minLength, pattern of a
// hash, format date).
std::vector<std::string> schema_faults(const Json& value, const Json& schema);

// True for a day that exists, spelled YYYY-MM-DD.
bool is_day(const std::string& text);

}  // namespace shareready::readiness
