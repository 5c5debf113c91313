#pragma once

#include "base/json.hpp"
#include "readiness/decision.hpp"
#include "readiness/rules.hpp"

// What may be said now, and what to do next: both follow from the rest of the document.
namespace shareready::readiness {

// Never more than what people decided: 'cleared' where they did and no rule is open, else 'ready for review'.
// `counts`: of checks by status.
Json verdict_json(const Json& document, bool published, const Json& counts);

// The steps that apply, in their order, each with its owner and what to type.
Json steps_json(const Json& document, const DecisionCase& situation, const RuleTables& tables);

}  // namespace shareready::readiness
