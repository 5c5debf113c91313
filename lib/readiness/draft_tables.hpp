#pragma once

#include <string>

#include "base/json.hpp"
#include "readiness/draft_marks.hpp"

// What a draft holds of the measures that were counted, as tables in Markdown.
namespace shareready::readiness {

// Wider ages beside the release as it is; that none was worked out, where there are none.
std::string draft_of_wider_ages(const Json& document, const Translate& say);

// Columns left out, alone and together, beside the release as it is.
std::string draft_of_measures(const Json& document, const Translate& say);

}  // namespace shareready::readiness
