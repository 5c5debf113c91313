#include "readiness/document_questions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "readiness/decision_gates.hpp"

namespace shareready::readiness {
namespace {

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

}  // namespace

std::vector<QuestionRow> questions_beside(const DecisionCase& situation, const Reading& own,
                                          const RuleTables& tables) {
  std::vector<QuestionRow> rows;
  if (!situation.facts.published) return rows;
  if (is_look_missing(own)) rows.push_back(look_question(tables));
  if (!situation.answers.interpretation) rows.push_back(reading_question());
  return rows;
}

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

}  // namespace shareready::readiness
