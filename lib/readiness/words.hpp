#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "readiness/checks.hpp"
#include "readiness/decision.hpp"
#include "readiness/inputs.hpp"
#include "readiness/repository_match.hpp"
#include "readiness/rules.hpp"

// The words of readiness.json for our closed sets; the schema lists the same words.
namespace shareready::readiness {

std::string_view to_word(Owner owner);
std::string_view to_word(Evaluation evaluation);
std::string_view to_word(CheckStatus status);
std::string_view to_word(FaceVerdict verdict);
std::string_view to_word(LeftOutStatus status);
std::string_view to_word(ColumnDecision decision);
std::string_view to_word(Interpretation interpretation);
std::string_view to_word(Route route);
std::string_view to_word(RouteState state);
std::string_view to_word(Effect effect);
std::string_view to_word(Fit fit);

// A way of sharing within a sentence, by its word: "restricted access".
std::string access_words(std::string_view route);

// The kinds of images of the member 'release', with their number where it is told: "bold (24)".
std::vector<std::string> image_kinds(const Json& release);

}  // namespace shareready::readiness
