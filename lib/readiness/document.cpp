#include "readiness/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "readiness/check_rules.hpp"
#include "readiness/checks.hpp"
#include "readiness/valid_text.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

constexpr int k_format = 1;

using Member = Json::Member;

Json object(std::initializer_list<Member> members) { return Json(Json::Object(members)); }

Json count_json(std::uint64_t persons, std::uint64_t k) {
  if (persons > 0 && persons < k) return mask_count(persons, k);
  return persons;
}

Json tool_json(const ReadinessInputs& inputs) {
  return object({{"name", "shareready"}, {"version", inputs.tool_version}, {"container", inputs.container}});
}

Json policy_json(const ReportPolicy& policy) {
  return object({{"preset", policy.preset},
                 {"layout", policy.layout},
                 {"dates", policy.dates},
                 {"labels", policy.labels},
                 {"hash", policy.hash},
                 {"key_file", policy.key_file},
                 {"allow_missing", policy.allow_missing},
                 {"k", policy.k}});
}

Json licence_json(const std::string& stated) {
  if (stated.empty()) return {};
  return is_data_licence(stated) ? Json(stated) : Json("other");
}

Json release_json(const ReleaseFacts& release) {
  Json modalities{Json::Array{}};
  for (const Modality& modality : release.modalities) {
    modalities.push_back(object({{"suffix", modality.suffix}, {"images", modality.images}}));
  }
  return object({{"participants", release.participants},
                 {"sessions", release.sessions},
                 {"files", release.files},
                 {"bytes", release.bytes},
                 {"largest_file_bytes", release.largest_file_bytes},
                 {"modalities", std::move(modalities)},
                 {"manifest_sha256", release.manifest_sha256},
                 {"license", licence_json(release.license)}});
}

Json file_kinds_json(const std::vector<FileKindCount>& kinds) {
  Json rows{Json::Array{}};
  for (const FileKindCount& kind : kinds) {
    rows.push_back(object({{"kind", kind.kind},
                           {"action", kind.action},
                           {"what", kind.what},
                           {"files", kind.files},
                           {"bytes", kind.bytes}}));
  }
  return rows;
}

// The entry for a figure of this name, spelled with '_' or ' '; nullptr where the table has none.
const FigureWords* words_for(const Figure& figure, const RuleTables& tables) {
  std::string name = figure.name;
  std::replace(name.begin(), name.end(), ' ', '_');
  const auto entry = std::find_if(tables.figures.begin(), tables.figures.end(),
                                  [&](const FigureWords& words) { return words.name == name; });
  return entry == tables.figures.end() ? nullptr : &*entry;
}

Json figure_json(const Figure& figure, const FigureWords* words) {
  return object({{"name", words != nullptr ? words->words : figure.name},
                 {"value", Json(figure.value)},
                 {"unit", words != nullptr ? words->unit : figure.unit},
                 {"low", figure.low ? Json(*figure.low) : Json()},
                 {"high", figure.high ? Json(*figure.high) : Json()}});
}

Json image_json(const ReportedImage& image, const RuleTables& tables) {
  Json figures{Json::Array{}};
  for (const Figure& figure : image.figures) {
    const FigureWords* words = words_for(figure, tables);
    if (words == nullptr || words->shown) figures.push_back(figure_json(figure, words));
  }
  return object({{"path", image.path},
                 {"session", image.session},
                 {"suffix", image.suffix},
                 {"action", image.action},
                 {"face", to_word(image.face)},
                 {"figures", std::move(figures)}});
}

// Sorted by new label, so that the order says nothing about the source.
Json participants_json(const std::vector<ReportedImage>& images, const RuleTables& tables) {
  std::map<std::string, std::vector<const ReportedImage*>> by_label;
  for (const ReportedImage& image : images) by_label[image.participant].push_back(&image);
  Json rows{Json::Array{}};
  for (auto& [label, own] : by_label) {
    std::sort(own.begin(), own.end(), [](const auto* a, const auto* b) { return a->path < b->path; });
    Json list{Json::Array{}};
    for (const ReportedImage* image : own) list.push_back(image_json(*image, tables));
    rows.push_back(object({{"label", label}, {"images", std::move(list)}}));
  }
  return rows;
}

// What failed or was withheld stands first.
Json left_out_json(const ReadinessInputs& inputs) {
  std::vector<LeftOut> entries = inputs.left_out;
  std::stable_sort(entries.begin(), entries.end(),
                   [](const LeftOut& one, const LeftOut& other) { return one.status > other.status; });
  Json rows{Json::Array{}};
  for (const LeftOut& entry : entries) {
    rows.push_back(
        object({{"status", to_word(entry.status)},
                {"kind", entry.kind},
                {"reason", entry.reason},
                {"remedy", entry.remedy},
                {"count", entry.persons ? count_json(entry.count, inputs.policy.k) : Json(entry.count)}}));
  }
  return rows;
}

// Names that are no standard ones may identify the study or a person: they are only counted.
Json sidecar_keys_json(const std::vector<DroppedKey>& keys) {
  Json shown{Json::Array{}};
  std::uint64_t others = 0;
  for (const DroppedKey& key : keys) {
    if (key.standard) {
      shown.push_back(object({{"key", key.key}, {"files", key.files}}));
    } else {
      ++others;
    }
  }
  return object({{"standard", std::move(shown)}, {"others", others}});
}

Json columns_json(const std::vector<ReportedColumn>& columns) {
  Json rows{Json::Array{}};
  for (const ReportedColumn& column : columns) {
    rows.push_back(object({{"table", column.table},
                           {"name", column.standard ? Json(column.name) : Json()},
                           {"decision", to_word(column.decision)},
                           {"reason", column.reason}}));
  }
  return rows;
}

Json audit_json(const AuditReport& audit) {
  Json coverage{Json::Array{}};
  for (const AuditCoverage& entry : audit.coverage) {
    coverage.push_back(object({{"requirement", entry.requirement}, {"looked_for", entry.looked_for}}));
  }
  Json findings{Json::Array{}};
  for (const ReportedFinding& finding : audit.findings) {
    findings.push_back(object({{"id", finding.id},
                               {"severity", to_word(finding.severity)},
                               {"kind", finding.kind},
                               {"path", finding.path},
                               {"locator", finding.locator},
                               {"excerpt", finding.excerpt},
                               {"remedy", finding.remedy},
                               {"requirement", finding.requirement}}));
  }
  return object({{"ran", audit.ran},
                 {"version", audit.version},
                 {"files_read", audit.files_read},
                 {"bytes_read", audit.bytes_read},
                 {"files_unreadable", audit.files_unreadable},
                 {"coverage", std::move(coverage)},
                 {"findings", std::move(findings)}});
}

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
  if (failed == 0) {
    return "dataset/ was published after an audit without findings that stop publishing." + lost;
  }
  const std::string checks =
      failed == 1 ? "one of the checks below" : fmt::format("{} of the checks below", failed);
  return fmt::format("dataset/ was published, but {} did not pass.{}", checks, lost);
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
