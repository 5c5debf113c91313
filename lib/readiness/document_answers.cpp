#include "readiness/document_answers.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "readiness/alternatives.hpp"
#include "readiness/answer_checks.hpp"
#include "readiness/deposit.hpp"
#include "readiness/document_decision.hpp"
#include "readiness/document_questions.hpp"
#include "readiness/document_release.hpp"
#include "readiness/document_steps.hpp"
#include "readiness/document_verdict.hpp"
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
  const bool counted = rule.id == "R41" && !is_extremes_open(facts);
  const bool seen = rule.evaluation == Evaluation::matched || ages || licence || counted;
  return seen || situation.answers.sha256.empty() ? "measured" : "self-declared";
}

// R14 is measured, and passes only where a person looked as well: the gravest of both, and both told.
void add_look(Json& check, const Requirement& rule, const Json& measured, const Reading& own) {
  const auto look = std::find_if(own.trace.begin(), own.trace.end(),
                                 [&](const TraceStep& step) { return step.requirement == rule.id; });
  const bool passed = measured.at("status").as_string() == to_word(CheckStatus::pass);
  const bool looked = look->ruling.effect == Effect::passes;
  if (measured.at("status").as_string() == to_word(CheckStatus::not_applicable)) return;
  check.set("status", passed && !looked ? to_word(CheckStatus::warn) : measured.at("status").as_string());
  check.set("observed", measured.at("observed").as_string() + "; " + look->ruling.sentence);
  check.set("remedy", passed && looked ? std::string() : rule.remedy);
  check.set("basis", passed && looked ? "self-declared" : "measured");
}

// Of what several people say of one release, the first who has not: R12 asks the controller for the
// assessment, then the officer, then the controller again.
void name_next_person(Json& check, const Reading& own) {
  for (const TraceStep& step : own.trace) {
    const Effect effect = step.ruling.effect;
    const bool done = effect == Effect::passes || effect == Effect::does_not_apply;
    if (step.requirement != check.at("id").as_string() || step.owner == Owner::nobody || done) continue;
    check.set("owner", to_word(step.owner));
    return;
  }
}

// R28 follows what people said of the steps that it sums up.
void sum_up(Json& checks, const std::string& version, const RuleTables& tables) {
  constexpr std::array k_states{CheckStatus::pass,         CheckStatus::not_applicable, CheckStatus::warn,
                                CheckStatus::needs_answer, CheckStatus::unknown,        CheckStatus::fail};
  std::vector<std::pair<std::string, CheckStatus>> results;
  for (const Json& check : checks.as_array()) {
    for (const CheckStatus state : k_states) {
      if (check.at("status").as_string() == to_word(state))
        results.emplace_back(check.at("id").as_string(), state);
    }
  }
  const CheckOutcome sum = sum_up_steps(results);
  for (std::size_t i = 0; i < tables.requirements.size() && i < checks.array().size(); ++i) {
    const Requirement& rule = tables.requirements[i];
    const bool open = sum.status == CheckStatus::unknown || sum.status == CheckStatus::needs_answer;
    if (rule.id == "R28")
      checks.array()[i] = check_json(rule, sum, open ? "none" : "measured", version, tables);
  }
}

// Replaces the checks that answers decide; returns what contradicts.
Json replace_checks(Json& checks, const Json& faces, const AnswerView& view, const std::string& version,
                    const RuleTables& tables) {
  Json contradictions{Json::Array{}};
  for (std::size_t i = 0; i < tables.requirements.size() && i < checks.array().size(); ++i) {
    const Requirement& rule = tables.requirements[i];
    if (rule.id == "R14") add_look(checks.array()[i], rule, faces, view.own);
    if (!is_decided_by_answers(rule.id)) continue;
    const CheckOutcome outcome = answer_outcome(rule.id, view);
    checks.array()[i] = check_json(rule, outcome, basis_of(rule, outcome, view.situation), version, tables);
    name_next_person(checks.array()[i], view.own);
    if (!outcome.contradiction) continue;
    contradictions.push_back(object({{"requirement", rule.id}, {"sentence", outcome.observed}}));
  }
  sum_up(checks, version, tables);
  return contradictions;
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

// What earlier reports of this release stood on, as far as somebody named it: by that is told what changed.
std::vector<AnswersPrint> earlier_answers(const Json& before, const Answers& answers) {
  std::vector<AnswersPrint> earlier;
  const auto add = [&](const Json& json) {
    const AnswersPrint print = print_from(json);
    const bool named = answers.dpia.answers == print.assessment || answers.dpo.answers == print.advice ||
                       answers.controller.answers == print.decision;
    const bool known = std::find(earlier.begin(), earlier.end(), print) != earlier.end();
    if (named && !known && print != answers.print) earlier.push_back(print);
  };
  add(before.at("print"));
  for (const Json& print : before.at("earlier").as_array()) add(print);
  return earlier;
}

Json answers_json(const Answers& answers, const std::vector<AnswersPrint>& earlier,
                  const std::string& today) {
  Json rows{Json::Array{}};
  for (const AnswersPrint& print : earlier) rows.push_back(to_json(print));
  return object({{"sha256", answers.sha256},
                 {"date", today},
                 {"print", to_json(answers.print)},
                 {"earlier", std::move(rows)}});
}

}  // namespace

namespace {

// What was counted for a population of another size tells nothing of this one.
void drop_other_population(Json& document, const Answers::Population& answered) {
  constexpr double k_rounding = 1e-6;
  const Json& counted = document.at("risk").at("population");
  if (!counted.is_object()) return;
  const bool same =
      answered.size
          ? std::abs(*answered.size - counted.at("size").as_double()) <= k_rounding * *answered.size
          : answered.sampling_fraction &&
                std::abs(*answered.sampling_fraction - counted.at("fraction").as_double()) <= k_rounding;
  if (same) return;
  document.set("risk", document.at("risk")).set("population", Json());
}

}  // namespace

void apply_answers(Json& document, const Answers& answers, const std::string& today,
                   const RuleTables& tables) {
  drop_other_population(document, answers.population);
  const DecisionCase situation{.facts = facts_of(document),
                               .answers = answers,
                               .today = today,
                               .host_in_eea = host_in_eea(tables.repositories, answers),
                               .host = host_of(tables.repositories, answers),
                               .earlier_answers = earlier_answers(document.at("answers"), answers)};
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
  Json contradictions = replace_checks(checks, document.at("evidence").at("faces"), view,
                                       document.at("tool").at("version").as_string(), tables);
  const Json counts = counts_json(document.at("checks"));
  document.set("answers", answers_json(answers, situation.earlier_answers, today));
  document.set("decision", decision_json(situation, strict, liberal, std::move(contradictions), tables));
  document.set("sign_off", sign_off_json(situation, own.interpretation));
  document.set("questions", questions_json(document.at("checks"), tables, questions_beside(situation, own)));
  document.set("verdict", verdict_json(document, situation, counts));
  document.set("next_steps", steps_json(document, situation, tables));
  document.set("repositories", repositories_json(matches));
  document.set("deposits", deposits_json(document, answers, matches, tables));
  document.set("alternatives", alternatives_json(situation, own, tables.deposit.alternatives));
  make_valid_text(document);
}

}  // namespace shareready::readiness
