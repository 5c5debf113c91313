#include "readiness/document.hpp"

#include <algorithm>
#include <string>

#include "readiness/checks.hpp"
#include "readiness/document_answers.hpp"
#include "readiness/document_decision.hpp"
#include "readiness/document_release.hpp"
#include "readiness/facts.hpp"
#include "readiness/policy_file.hpp"
#include "readiness/valid_text.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

constexpr int k_format = 1;

bool has_own_events(const ReadinessInputs& inputs) {
  return std::any_of(inputs.contents.begin(), inputs.contents.end(), [](const ContentAlone& content) {
    return content.kind == ContentKind::events && content.alone > 0;
  });
}

bool applies(const Advice& advice, const ReadinessInputs& inputs) {
  if (advice.applies == "images") return !inputs.images.empty();
  if (advice.applies == "own_events") return has_own_events(inputs);
  if (advice.applies == "no_key") return !inputs.policy.key_file;
  if (advice.applies == "dates_shifted") return inputs.policy.dates != "drop" && inputs.policy.moved_dates;
  return true;
}

Json risks_json(const ReadinessInputs& inputs, const RuleTables& tables) {
  Json rows{Json::Array{}};
  for (const Advice& risk : tables.residual_risks) {
    if (!applies(risk, inputs)) continue;
    rows.push_back(
        object({{"id", risk.id}, {"title", risk.title}, {"text", risk.text}, {"reference", risk.reference}}));
  }
  return rows;
}

Json references_json(const RuleTables& tables) {
  Json rows{Json::Array{}};
  for (const std::string& reference : tables.references) rows.push_back(reference);
  return rows;
}

Json checks_json(const ReadinessInputs& inputs, const RuleTables& tables) {
  const std::vector<CheckOutcome> outcomes = evaluate(tables.requirements, inputs);
  Json rows{Json::Array{}};
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const Requirement& rule = tables.requirements[i];
    const bool open =
        outcomes[i].status == CheckStatus::unknown || outcomes[i].status == CheckStatus::needs_answer;
    const bool measured = rule.evaluation == Evaluation::measured && !open;
    rows.push_back(
        check_json(rule, outcomes[i], measured ? "measured" : "none", inputs.tool_version, tables));
  }
  return rows;
}

}  // namespace

Json readiness_document(const ReadinessInputs& given, const RuleTables& tables) {
  ReadinessInputs inputs = given;
  for (MeasureFacts& measure : inputs.risk.measures) measure.present = present_policy(given);
  Json document = object({{"format", k_format},
                          {"edition", "shareable"},
                          {"language", "en"},
                          {"created", inputs.created},
                          {"tool", tool_json(inputs)},
                          {"rules", object({{"profile", tables.profile},
                                            {"version", tables.version},
                                            {"source", tables.source},
                                            {"checked", tables.checked}})},
                          {"policy", policy_json(inputs)},
                          {"stands", standing_json(inputs.stands)},
                          {"answers", Json()},
                          {"verdict", object({{"state", inputs.published ? "attention" : "not_published"}})},
                          {"decision", Json()},
                          {"sign_off", Json()},
                          {"release", release_json(inputs)},
                          {"description", description_json(inputs.description)},
                          {"evidence", evidence_json(inputs, tables.column_evidence)},
                          {"file_kinds", file_kinds_json(inputs.file_kinds)},
                          {"participants", participants_json(inputs.images, tables)},
                          {"left_out", left_out_json(inputs)},
                          {"sidecar_keys", sidecar_keys_json(inputs)},
                          {"columns", columns_json(inputs.columns)},
                          {"risk", risk_json(inputs)},
                          {"audit", audit_json(inputs.audit)},
                          {"checks", checks_json(inputs, tables)},
                          {"questions", Json(Json::Array{})},
                          {"residual_risks", risks_json(inputs, tables)},
                          {"next_steps", Json()},
                          {"repositories", Json()},
                          {"deposits", Json()},
                          {"alternatives", Json()},
                          {"references", references_json(tables)}});
  apply_answers(document, inputs.answers, inputs.created, tables);
  return document;
}

}  // namespace shareready::readiness
