#pragma once

#include <string_view>

#include "readiness/checks.hpp"
#include "readiness/inputs.hpp"
#include "readiness/rules.hpp"

// The words of readiness.json for our closed sets; the schema lists the same words.
namespace shareready::readiness {

std::string_view to_word(Severity severity);
std::string_view to_word(Owner owner);
std::string_view to_word(Evaluation evaluation);
std::string_view to_word(CheckStatus status);
std::string_view to_word(FaceVerdict verdict);
std::string_view to_word(LeftOutStatus status);
std::string_view to_word(ColumnDecision decision);

}  // namespace shareready::readiness
