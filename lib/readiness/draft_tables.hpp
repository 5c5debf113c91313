#pragma once

#include <string>

#include "base/json.hpp"
#include "readiness/draft_marks.hpp"

// What a draft holds of the measures that were counted, as tables in Markdown.
namespace shareready::readiness {

// What the policy file of the release asks for, in one line.
std::string draft_of_policy_file(const Json& document, const Translate& say);

// Wider ages beside the release as it is; that none was worked out, where there are none.
std::string draft_of_wider_ages(const Json& document, const Translate& say);

// Columns left out, alone and together, beside the release as it is.
std::string draft_of_measures(const Json& document, const Translate& say);

// Kinds of image left out, beside the release as it is.
std::string draft_of_images(const Json& document, const Translate& say);

// Keys of sidecars left out.
std::string draft_of_keys(const Json& document, const Translate& say);

// Persons left out.
std::string draft_of_persons(const Json& document, const Translate& say);

// Persons alone by each sort of what is known of them, and by several together.
std::string draft_of_those_alone(const Json& document, const Translate& say);

}  // namespace shareready::readiness
