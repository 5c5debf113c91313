#pragma once

#include "base/json.hpp"
#include "readiness/decision.hpp"

// What may be said now: it follows from the rest of the document.
namespace shareready::readiness {

// Never more than what people decided: 'cleared' where they did and no rule is open, else 'ready for review'.
// `counts`: of checks by status.
Json verdict_json(const Json& document, const DecisionCase& situation, const Json& counts);

// Part of the input could not be made safe, and nobody asked for it to stay out.
bool lost_something(const Json& document);

// A question of the document whose answer is needed before sharing.
bool is_pressing(const Json& question);

}  // namespace shareready::readiness
