#pragma once

#include <string>
#include <string_view>

#include "readiness/decision.hpp"
#include "readiness/example_inputs.hpp"
#include "readiness/rules.hpp"

// A release and answers by which most ways are open, and what the tests of the decision ask of a reading.
namespace shareready::readiness::test {

const RuleTables& rule_tables();

// The example's answers with the example's release.
Json answers();

// Adults, no patients, large groups: everything may be open. The answers fit.
ReadinessInputs plain_inputs();
Json plain_answers();

// An answer of one word where a list is asked for.
inline Json list_of(const char* word) { return Json(Json::Array{word}); }

DecisionCase case_of(const DatasetFacts& facts, const Json& given);
DecisionCase case_of(const ReadinessInputs& inputs, const Json& given);

RouteState state_of(const Reading& reading, Route route);

// The gravest effect of a rule.
Effect effect_of(const Reading& reading, std::string_view requirement);

// p possible, ? needs answers, c closed, in the order of k_routes.
std::string states(const Reading& reading);

// The check of a requirement in a document; null where there is none.
const Json& check_of(const Json& document, std::string_view id);

}  // namespace shareready::readiness::test
