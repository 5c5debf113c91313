#pragma once

#include "base/json.hpp"
#include "readiness/decision.hpp"
#include "readiness/rules.hpp"

// What to do next: it follows from the rest of the document.
namespace shareready::readiness {

// The steps that apply, in their order, each with its owner and what to type.
Json steps_json(const Json& document, const DecisionCase& situation, const RuleTables& tables);

}  // namespace shareready::readiness
