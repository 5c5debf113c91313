#pragma once

#include <string>

#include "base/json.hpp"
#include "readiness/answers.hpp"
#include "readiness/rules.hpp"

namespace shareready::readiness {

// Puts everything that depends on answers into a document: checks, decision, sign-off, questions, verdict,
// next steps and repositories. What was measured stays as it is, so a published report can be renewed with
// new answers: the result is the same as if they had been given at first. `today` is YYYY-MM-DD.
void apply_answers(Json& document, const Answers& answers, const std::string& today,
                   const RuleTables& tables);

}  // namespace shareready::readiness
