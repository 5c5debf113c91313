#include "readiness/document_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "readiness/alternatives.hpp"
#include "readiness/answer_checks.hpp"
#include "readiness/decision_gates.hpp"
#include "readiness/deposit.hpp"
#include "readiness/document_decision.hpp"
#include "readiness/document_release.hpp"
#include "readiness/facts.hpp"
#include "readiness/valid_text.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

std::string_view basis_of(const Requirement& rule, const CheckOutcome& outcome,
                          const DecisionCase& situation) {
  if (outcome.status == CheckStatus::unknown || outcome.status == CheckStatus::needs_answer) return "none";
  const DatasetFacts& facts = situation.facts;
  const bool ages = (rule.id == "R52" && facts.children == Known::no) ||
                    (rule.id == "R53" && facts.children != Known::unknown);
  const bool licence = rule.id == "R61" && !situation.answers.licence;
  const bool seen = rule.evaluation == Evaluation::matched || ages || licence;
  return seen || situation.answers.sha256.empty() ? "measured" : "self-declared";
}

// Replaces the checks that answers decide; returns what contradicts.
Json replace_checks(Json& checks, const AnswerView& view, const std::string& version,
                    const RuleTables& tables) {
  Json contradictions{Json::Array{}};
  for (std::size_t i = 0; i < tables.requirements.size() && i < checks.array().size(); ++i) {
    const Requirement& rule = tables.requirements[i];
    if (!is_decided_by_answers(rule.id)) continue;
    const CheckOutcome outcome = answer_outcome(rule.id, view);
    checks.array()[i] = check_json(rule, outcome, basis_of(rule, outcome, view.situation), version, tables);
    if (!outcome.contradiction) continue;
    contradictions.push_back(object({{"requirement", rule.id}, {"sentence", outcome.observed}}));
  }
  return contradictions;
}

// What to do, and where the answer goes: the method of such a requirement names the keys of the answers file.
std::string next_step(const Requirement& rule) {
  constexpr std::string_view k_answer = "Answer: ";
  if (!rule.method.starts_with(k_answer)) return rule.remedy;
  std::string fields = rule.method.substr(k_answer.size());
  if (fields.ends_with('.')) fields.pop_back();
  for (const char* rest : {", compared with ", ", each with ", ", with "}) {
    fields.resize(std::min(fields.size(), fields.find(rest)));
  }
  return fmt::format("{} In the answers file: {}", rule.remedy, replace_all(fields, " and ", ", "));
}

std::vector<QuestionRow> missing_answers(const Json& checks, const RuleTables& tables) {
  std::vector<QuestionRow> rows;
  for (std::size_t i = 0; i < checks.as_array().size(); ++i) {
    const Json& check = checks.as_array()[i];
    if (check.at("status").as_string() != "NEEDS-ANSWER") continue;
    const Requirement& rule = tables.requirements[i];
    rows.push_back({rule.owner, rule.question, rule.rule, check.at("observed").as_string(), next_step(rule),
                    std::string(to_string(rule.severity)), rule.id});
  }
  return rows;
}

// One answer may settle several rules: the first of them asks, and names the others.
std::vector<QuestionRow> asked_once(const std::vector<QuestionRow>& rows) {
  std::vector<QuestionRow> asked;
  std::vector<std::string> settled;  // by each of `asked`
  for (const QuestionRow& row : rows) {
    const auto same = std::find_if(asked.begin(), asked.end(), [&](const QuestionRow& one) {
      return one.missing == row.missing || (one.requirement == "R7" && row.missing == k_waits_for_basis);
    });
    if (same == asked.end()) {
      asked.push_back(row);
      settled.emplace_back();
      continue;
    }
    std::string& others = settled[static_cast<std::size_t>(same - asked.begin())];
    others += (others.empty() ? "" : ", ") + row.requirement;
  }
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (!settled[i].empty()) asked[i].missing += "; rules that wait for the same answer: " + settled[i];
  }
  return asked;
}

// Measured by the program, and yet a question to a person.
QuestionRow look_question(const RuleTables& tables) {
  const auto rule = std::find_if(tables.requirements.begin(), tables.requirements.end(),
                                 [](const Requirement& one) { return one.id == "R14"; });
  return {rule->owner,
          rule->question,
          rule->rule,
          "nobody is named who looked at every image before and after",
          rule->remedy + " In the answers file: faces",
          std::string(to_string(rule->severity)),
          rule->id};
}

constexpr std::string_view k_reading_question =
    "Which reading of the rules counts, the strict or the liberal one?";

// The whole verdict hangs on it, and no rule asks for it.
QuestionRow reading_question() {
  return {Owner::controller,
          std::string(k_reading_question),
          "The rules disagree in places; this report reads them twice.",
          "the institution has not chosen; until then the strict reading counts",
          "Choose, with the advice of the privacy officer: 'Ways to share it' shows what each closes. In the "
          "answers "
          "file: interpretation",
          std::string(to_string(Severity::major)),
          "R6"};
}

bool is_look_missing(const Reading& reading) {
  return std::any_of(reading.trace.begin(), reading.trace.end(), [](const TraceStep& step) {
    return step.requirement == "R14" && step.ruling.effect == Effect::needs_answer;
  });
}

// Questions that follow from checks are made anew, others stay.
Json questions_json(const Json& before, const Json& checks, const RuleTables& tables,
                    const std::vector<QuestionRow>& beside) {
  Json rows{Json::Array{}};
  for (const Json& question : before.as_array()) {
    const bool follows =
        question.at("question").as_string() == k_reading_question ||
        std::any_of(tables.requirements.begin(), tables.requirements.end(), [&](const Requirement& rule) {
          return rule.id == question.at("requirement").as_string() &&
                 rule.question == question.at("question").as_string();
        });
    if (!follows) rows.push_back(question);
  }
  for (const QuestionRow& row : beside) rows.push_back(question_json(row));
  for (const QuestionRow& row : asked_once(missing_answers(checks, tables)))
    rows.push_back(question_json(row));
  return rows;
}

// What no check that waits for an answer asks.
std::vector<QuestionRow> questions_beside(const DecisionCase& situation, const Reading& own,
                                          const RuleTables& tables) {
  std::vector<QuestionRow> rows;
  if (!situation.facts.published) return rows;
  if (is_look_missing(own)) rows.push_back(look_question(tables));
  if (!situation.answers.interpretation) rows.push_back(reading_question());
  return rows;
}

Json counts_json(const Json& checks) {
  Json counts{Json::Object{}};
  for (const CheckStatus status : {CheckStatus::fail, CheckStatus::needs_answer, CheckStatus::unknown,
                                   CheckStatus::warn, CheckStatus::pass, CheckStatus::not_applicable}) {
    const auto n = std::count_if(checks.as_array().begin(), checks.as_array().end(), [&](const Json& check) {
      return check.at("status").as_string() == to_word(status);
    });
    counts.set(to_word(status), static_cast<std::uint64_t>(n));
  }
  return counts;
}

bool lost_something(const Json& document) {
  const auto& left_out = document.at("left_out").as_array();
  return std::any_of(left_out.begin(), left_out.end(),
                     [](const Json& entry) { return entry.at("status").as_string() != "excluded"; });
}

bool is_audit_clean(const Json& checks) {
  return std::any_of(checks.as_array().begin(), checks.as_array().end(), [](const Json& check) {
    return check.at("id").as_string() == "R8" && check.at("status").as_string() == "PASS";
  });
}

std::string verdict_sentence(const Json& document, bool published, std::int64_t failed) {
  if (!published) return "No. This run wrote nothing to dataset/. Nothing was sent to anybody.";
  std::string sentence =
      "Not yet. A cleaned copy stands in the folder dataset/ on this computer; nothing was sent to anybody.";
  sentence += is_audit_clean(document.at("checks"))
                  ? " The audit of that copy found nothing that must not leave."
                  : " The audit of that copy was not clean: do not share it.";
  if (lost_something(document)) sentence += " Some of the input could not be made safe and was left out.";
  if (document.at("decision").at("interpretation").is_null())
    sentence += " The rules are read strictly, as long as the institution has not chosen a reading.";
  if (failed == 1) sentence += " One rule for sharing is not met:";
  if (failed > 1) sentence += fmt::format(" {} rules for sharing are not met:", failed);
  return sentence;
}

// There is nothing to review before the researcher has answered what every way of sharing hangs on.
bool awaits_researcher(const Json& document) {
  const auto& questions = document.at("questions").as_array();
  return std::any_of(questions.begin(), questions.end(), [](const Json& question) {
    const std::string& severity = question.at("severity").as_string();
    return question.at("owner").as_string() == "researcher" &&
           (severity == "blocker" || severity == "critical");
  });
}

std::string open_questions(const Json& questions) {
  const auto& all = questions.as_array();
  const auto first = std::count_if(all.begin(), all.end(), [](const Json& question) {
    const std::string& severity = question.at("severity").as_string();
    return severity != "minor" && severity != "info";
  });
  if (all.empty()) return "No question is open.";
  const std::string needed = first == 0   ? "No answer is needed before sharing."
                             : first == 1 ? "One answer is needed before sharing."
                                          : fmt::format("{} answers are needed before sharing.", first);
  const auto later = static_cast<std::int64_t>(all.size()) - first;
  return later == 0 ? needed : needed + fmt::format(" Questions that can wait: {}.", later);
}

// What may be said now. Never more than 'ready for review': the decision is with people.
Json verdict_json(const Json& document, bool published, const Json& counts) {
  const std::int64_t failed = counts.at("FAIL").as_int();
  const char* state = !published                    ? "not_published"
                      : failed > 0                  ? "attention"
                      : awaits_researcher(document) ? "needs_answers"
                                                    : "ready_for_review";
  const std::string limits = fmt::format(
      "{} The privacy officer advises; the controller, the institution that answers for the data, decides. "
      "This report is no legal advice, and never a permission.",
      open_questions(document.at("questions")));
  return object({{"state", state},
                 {"sentence", verdict_sentence(document, published, failed)},
                 {"limits", limits},
                 {"checks", counts}});
}

bool has_question_for(std::string_view owner, const Json& document) {
  const auto& questions = document.at("questions").as_array();
  return std::any_of(questions.begin(), questions.end(),
                     [&](const Json& question) { return question.at("owner").as_string() == owner; });
}

// The way this release was prepared for is closed, and a narrower one for images is not.
bool needs_other_preset(const Json& document) {
  const std::string& advised = document.at("decision").at("advised").as_string();
  return advised != document.at("decision").at("wanted").as_string() &&
         (advised == "restricted" || advised == "case_by_case") &&
         document.at("policy").at("preset").as_string() != "restricted";
}

bool applies(const Advice& step, const Json& document, const DatasetFacts& facts) {
  if (step.applies == "images") return facts.images > 0;
  if (step.applies == "withheld") return lost_something(document);
  if (step.applies == "way_closed") return needs_other_preset(document);
  if (step.applies == "failed") return document.at("verdict").at("checks").at("FAIL").as_int() > 0;
  if (step.applies == "undecided")
    return document.at("sign_off").at("controller").at("state").as_string() != "approved";
  if (step.applies == "legal_questions") return has_question_for("legal", document);
  if (step.applies == "first_answers" || step.applies == "more_answers") {
    return !document.at("questions").as_array().empty() &&
           (step.applies == "first_answers") == document.at("answers").at("sha256").as_string().empty();
  }
  if (step.applies == "contradictions")
    return !document.at("decision").at("contradictions").as_array().empty();
  if (step.applies == "unsigned") return document.at("sign_off").at("state").as_string() != "valid";
  return true;
}

std::set<std::string> closed_by(const Json& document, const std::string& way) {
  const Json& decision = document.at("decision");
  const bool liberal =
      decision.at("interpretation").is_string() && decision.at("interpretation").as_string() == "liberal";
  const auto& readings = decision.at("readings").as_array();
  std::set<std::string> rules;
  for (const Json& route : (liberal ? readings.back() : readings.front()).at("routes").as_array()) {
    if (route.at("route").as_string() != way) continue;
    for (const Json& point : route.at("closed_by").as_array())
      rules.insert(point.at("requirement").as_string());
  }
  return rules;
}

// Of what is not met, what restricted access settles, and what has to be mended in any case.
std::string settled_by_restricting(const Json& document) {
  const std::set<std::string> before = closed_by(document, document.at("decision").at("wanted").as_string());
  const std::set<std::string> after = closed_by(document, document.at("decision").at("advised").as_string());
  std::vector<std::string> settled, left;
  for (const Json& check : document.at("checks").as_array()) {
    const std::string& id = check.at("id").as_string();
    if (check.at("status").as_string() != "FAIL") continue;
    // R4 asks for it in its own words, and is no branch of the decision.
    const bool goes = id == "R4" || (before.contains(id) && !after.contains(id));
    (goes ? settled : left).push_back(id);
  }
  std::string words;
  if (!settled.empty()) words += fmt::format(" Restricted access settles: {}.", join(settled, ", "));
  if (!left.empty()) words += fmt::format(" It does not settle, so mend it first: {}.", join(left, ", "));
  return words;
}

Json steps_json(const Json& document, const DatasetFacts& facts, const RuleTables& tables) {
  Json rows{Json::Array{}};
  for (const Advice& step : tables.next_steps) {
    if (!applies(step, document, facts)) continue;
    const std::string preset = needs_other_preset(document) ? "restricted" : facts.preset;
    rows.push_back(object({{"owner", to_word(step.owner)},
                           {"title", step.title},
                           {"text", step.command.empty() || step.applies != "way_closed"
                                        ? step.text
                                        : step.text + settled_by_restricting(document)},
                           {"command", replace_all(step.command, "{preset}", preset)}}));
  }
  return rows;
}

}  // namespace

void apply_answers(Json& document, const Answers& answers, const std::string& today,
                   const RuleTables& tables) {
  const DecisionCase situation{.facts = facts_of(document),
                               .answers = answers,
                               .today = today,
                               .host_in_eea = host_in_eea(tables.repositories, answers),
                               .host_scope = host_scope(tables.repositories, answers)};
  const Reading strict = read_rules(situation, Interpretation::strict);
  const Reading liberal = read_rules(situation, Interpretation::liberal);
  const Reading& own = answers.interpretation == "liberal" ? liberal : strict;
  const auto matches = match_repositories(tables.repositories, situation, own.interpretation);
  const AnswerView view{.situation = situation,
                        .own = own,
                        .matches = matches,
                        .named = named_repository(tables.repositories, answers),
                        .alternatives = tables.deposit.alternatives};
  Json& checks = document.set("checks", document.at("checks"));
  Json contradictions = replace_checks(checks, view, document.at("tool").at("version").as_string(), tables);
  const Json counts = counts_json(document.at("checks"));
  document.set("answers", object({{"sha256", answers.sha256}, {"date", today}}));
  document.set("decision", decision_json(situation, strict, liberal, std::move(contradictions), tables));
  document.set("sign_off", sign_off_json(situation));
  document.set("questions", questions_json(document.at("questions"), document.at("checks"), tables,
                                           questions_beside(situation, own, tables)));
  document.set("verdict", verdict_json(document, situation.facts.published, counts));
  document.set("next_steps", steps_json(document, situation.facts, tables));
  document.set("repositories", repositories_json(matches));
  document.set("deposits", deposits_json(document, answers, matches, tables));
  document.set("alternatives", alternatives_json(situation, tables.deposit.alternatives));
  make_valid_text(document);
}

}  // namespace shareready::readiness
