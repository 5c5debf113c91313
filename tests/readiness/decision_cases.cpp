#include "readiness/decision_cases.hpp"

#include <algorithm>

#include "readiness/document.hpp"
#include "readiness/repository_match.hpp"

namespace shareready::readiness::test {

const RuleTables& rule_tables() {
  static const RuleTables loaded = load_rule_tables().value();
  return loaded;
}

Json answers() { return example_answers(example_inputs().release.manifest_sha256); }

ReadinessInputs plain_inputs() {
  ReadinessInputs inputs = answered_inputs();
  inputs.demographics = {.under_16 = 0, .smallest_class = 12, .age_bands = {"18 to 59", "60 and more"}};
  std::erase_if(inputs.columns, [](const auto& column) { return column.role == ColumnRole::clinical_score; });
  return inputs;
}

Json plain_answers() {
  Json all = with_answer(answers(), "vulnerable", Json(Json::Array{"none"}));
  all = with_answer(all, "clinical", "none");
  all = with_answer(all, "consent.recipients", Json(Json::Array{"public"}));
  return with_answer(all, "consent.non_eu", true);
}

DecisionCase case_of(const DatasetFacts& facts, const Json& given) {
  const Answers all = answers_of(given);
  return {.facts = facts,
          .answers = all,
          .today = "2026-11-23",
          .host_in_eea = host_in_eea(rule_tables().repositories, all),
          .host = host_of(rule_tables().repositories, all)};
}

DecisionCase case_of(const ReadinessInputs& inputs, const Json& given) {
  return case_of(facts_of(readiness_document(inputs, rule_tables())), given);
}

RouteState state_of(const Reading& reading, Route route) {
  for (const RouteVerdict& verdict : reading.verdicts()) {
    if (verdict.route == route) return verdict.state;
  }
  return RouteState::closed;
}

Effect effect_of(const Reading& reading, std::string_view requirement) {
  Effect worst = Effect::passes;
  for (const TraceStep& step : reading.trace) {
    if (step.requirement == requirement) worst = std::max(worst, step.ruling.effect);
  }
  return worst;
}

std::string states(const Reading& reading) {
  std::string letters;
  for (const RouteVerdict& verdict : reading.verdicts()) {
    letters += verdict.state == RouteState::possible ? 'p' : verdict.state == RouteState::closed ? 'c' : '?';
  }
  return letters;
}

const Json& check_of(const Json& document, std::string_view id) {
  static const Json k_none;
  for (const Json& check : document.at("checks").as_array()) {
    if (check.at("id").as_string() == id) return check;
  }
  return k_none;
}

}  // namespace shareready::readiness::test
