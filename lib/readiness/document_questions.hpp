#pragma once

#include <vector>

#include "base/json.hpp"
#include "readiness/decision.hpp"
#include "readiness/document_decision.hpp"
#include "readiness/rules.hpp"

// What is asked of people, and where the answer goes.
namespace shareready::readiness {

// What no check that waits for an answer asks.
std::vector<QuestionRow> questions_beside(const DecisionCase& situation, const Reading& own);

// With those that follow from checks.
Json questions_json(const Json& checks, const RuleTables& tables, const std::vector<QuestionRow>& beside);

}  // namespace shareready::readiness
