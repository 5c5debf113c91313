#include "readiness/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "readiness/check_rules.hpp"
#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"
#include "readiness/valid_text.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

constexpr int k_format = 1;

std::string_view basis_of(const CheckOutcome& outcome, Evaluation evaluation) {
  const bool open = outcome.status == CheckStatus::unknown || outcome.status == CheckStatus::needs_answer;
  return evaluation == Evaluation::measured && !open ? "measured" : "none";
}

Json check_json(const Requirement& rule, const CheckOutcome& outcome, const ReadinessInputs& inputs,
                const RuleTables& tables) {
  Json evidence{Json::Array{}};
  for (const Evidence& entry : outcome.evidence) {
    evidence.push_back(object({{"finding", entry.finding},
                               {"path", entry.path},
                               {"locator", entry.locator},
                               {"excerpt", entry.excerpt}}));
  }
  const bool good = outcome.status == CheckStatus::pass || outcome.status == CheckStatus::not_applicable;
  return object({{"id", rule.id},
                 {"topic", rule.topic},
                 {"question", rule.question},
                 {"rule", rule.rule},
                 {"status", to_word(outcome.status)},
                 {"severity", to_word(rule.severity)},
                 {"evaluation", to_word(rule.evaluation)},
                 {"basis", basis_of(outcome, rule.evaluation)},
                 {"method", rule.method},
                 {"method_version", inputs.tool_version},
                 {"threshold", outcome.threshold},
                 {"observed", outcome.observed},
                 {"evidence", std::move(evidence)},
                 {"remedy", good ? std::string() : rule.remedy},
                 {"owner", to_word(rule.owner)},
                 {"source", tables.source},
                 {"source_date", tables.checked}});
}

Json question_json(Owner owner, const std::string& question, const std::string& why, const std::string& step,
                   std::string_view severity, const std::string& requirement) {
  return object({{"owner", to_word(owner)},
                 {"question", question},
                 {"why", why},
                 {"next_step", step},
                 {"severity", severity},
                 {"requirement", requirement}});
}

Json questions_json(const ReadinessInputs& inputs, const RuleTables& tables,
                    const std::vector<CheckOutcome>& outcomes) {
  Json rows{Json::Array{}};
  for (const OpenQuestion& own : inputs.questions) {
    rows.push_back(
        question_json(own.owner, own.question, own.why, "", to_word(Severity::major), own.requirement));
  }
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].status != CheckStatus::needs_answer) continue;
    const Requirement& rule = tables.requirements[i];
    rows.push_back(
        question_json(rule.owner, rule.question, rule.rule, rule.remedy, to_word(rule.severity), rule.id));
  }
  return rows;
}

Json counts_json(const std::vector<CheckOutcome>& outcomes) {
  Json counts{Json::Object{}};
  for (const CheckStatus status : {CheckStatus::fail, CheckStatus::needs_answer, CheckStatus::unknown,
                                   CheckStatus::warn, CheckStatus::pass, CheckStatus::not_applicable}) {
    const auto n = std::count_if(outcomes.begin(), outcomes.end(),
                                 [&](const CheckOutcome& outcome) { return outcome.status == status; });
    counts.set(to_word(status), static_cast<std::uint64_t>(n));
  }
  return counts;
}

bool lost_something(const ReadinessInputs& inputs) {
  return std::any_of(inputs.left_out.begin(), inputs.left_out.end(),
                     [](const LeftOut& entry) { return entry.status != LeftOutStatus::excluded; });
}

std::string verdict_sentence(const ReadinessInputs& inputs, std::int64_t failed) {
  if (!inputs.published) return "Nothing was published in dataset/ by this run.";
  const std::string lost =
      lost_something(inputs) ? " Some of the input could not be made safe and was left out." : "";
  const bool clean = published_after_audit(inputs).status == CheckStatus::pass;
  const std::string audited =
      clean ? "dataset/ was published after an audit without findings that stop publishing"
            : "dataset/ is there, without a clean audit: do not share it";
  if (failed == 0) return audited + "." + lost;
  const std::string checks = failed == 1 ? "one check of the rules for sharing"
                                         : fmt::format("{} checks of the rules for sharing", failed);
  return fmt::format("{}, but {} did not pass.{}", audited, checks, lost);
}

// What may be said now. Never more than 'ready for review': the decision is with people.
Json verdict_json(const ReadinessInputs& inputs, const Json& counts) {
  const std::int64_t failed = counts.at("FAIL").as_int();
  const char* state = !inputs.published ? "not_published" : failed > 0 ? "attention" : "ready_for_review";
  const std::string limits = fmt::format(
      "That is not yet permission to share it: {} questions need an answer from people, and the "
      "privacy officer decides. This report is no legal advice.",
      counts.at("NEEDS-ANSWER").as_int());
  return object({{"state", state},
                 {"sentence", verdict_sentence(inputs, failed)},
                 {"limits", limits},
                 {"checks", counts}});
}

bool applies(const Advice& advice, const ReadinessInputs& inputs, bool open_questions) {
  if (advice.applies == "images") return !inputs.images.empty();
  if (advice.applies == "dates_shifted") return inputs.policy.dates != "drop";
  if (advice.applies == "questions") return open_questions;
  if (advice.applies == "withheld") return lost_something(inputs);
  return true;
}

Json risks_json(const ReadinessInputs& inputs, const RuleTables& tables) {
  Json rows{Json::Array{}};
  for (const Advice& risk : tables.residual_risks) {
    if (!applies(risk, inputs, false)) continue;
    rows.push_back(
        object({{"id", risk.id}, {"title", risk.title}, {"text", risk.text}, {"reference", risk.reference}}));
  }
  return rows;
}

Json steps_json(const ReadinessInputs& inputs, const RuleTables& tables, bool open_questions) {
  Json rows{Json::Array{}};
  for (const Advice& step : tables.next_steps) {
    if (!applies(step, inputs, open_questions)) continue;
    rows.push_back(object({{"owner", to_word(step.owner)}, {"title", step.title}, {"text", step.text}}));
  }
  return rows;
}

Json repositories_json(const RuleTables& tables) {
  Json rows{Json::Array{}};
  for (const Repository& entry : tables.repositories) {
    rows.push_back(object({{"requirement", entry.requirement},
                           {"name", entry.name},
                           {"scope", entry.scope},
                           {"purpose", entry.purpose},
                           {"location", entry.location},
                           {"access", entry.access},
                           {"storage_limit", entry.storage_limit},
                           {"cost", entry.cost},
                           {"note", entry.note},
                           {"confidence", entry.confidence},
                           {"checked", entry.checked}}));
  }
  return rows;
}

Json references_json(const RuleTables& tables) {
  Json rows{Json::Array{}};
  for (const std::string& reference : tables.references) rows.push_back(reference);
  return rows;
}

Json checks_json(const ReadinessInputs& inputs, const RuleTables& tables,
                 const std::vector<CheckOutcome>& outcomes) {
  Json rows{Json::Array{}};
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    rows.push_back(check_json(tables.requirements[i], outcomes[i], inputs, tables));
  }
  return rows;
}

}  // namespace

Json readiness_document(const ReadinessInputs& inputs, const RuleTables& tables) {
  const std::vector<CheckOutcome> outcomes = evaluate(tables.requirements, inputs);
  const Json counts = counts_json(outcomes);
  const Json questions = questions_json(inputs, tables, outcomes);
  const bool open_questions = !questions.as_array().empty();
  Json document = object({{"format", k_format},
                          {"edition", "shareable"},
                          {"language", "en"},
                          {"created", inputs.created},
                          {"tool", tool_json(inputs)},
                          {"rules", object({{"profile", tables.profile},
                                            {"version", tables.version},
                                            {"source", tables.source},
                                            {"checked", tables.checked}})},
                          {"policy", policy_json(inputs.policy)},
                          {"verdict", verdict_json(inputs, counts)},
                          {"release", release_json(inputs.release)},
                          {"file_kinds", file_kinds_json(inputs.file_kinds)},
                          {"participants", participants_json(inputs.images, tables)},
                          {"left_out", left_out_json(inputs)},
                          {"sidecar_keys", sidecar_keys_json(inputs.dropped_keys)},
                          {"columns", columns_json(inputs.columns)},
                          {"audit", audit_json(inputs.audit)},
                          {"checks", checks_json(inputs, tables, outcomes)},
                          {"questions", questions},
                          {"residual_risks", risks_json(inputs, tables)},
                          {"next_steps", steps_json(inputs, tables, open_questions)},
                          {"repositories", repositories_json(tables)},
                          {"references", references_json(tables)}});
  make_valid_text(document);
  return document;
}

}  // namespace shareready::readiness
