#include "readiness/document_questions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

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

// Its gates ask, each the person who answers.
bool is_asked_of_people(std::string_view requirement) {
  const auto gates = people_gates();
  return std::any_of(gates.begin(), gates.end(),
                     [&](const Gate& gate) { return gate.requirement == requirement; });
}

// What of a check no question of `beside` asks.
std::string not_asked_beside(const Json& check, const std::vector<QuestionRow>& beside) {
  std::string left = check.at("observed").as_string();
  for (const QuestionRow& row : beside) {
    if (row.requirement != check.at("id").as_string()) continue;
    left = replace_all(replace_all(left, "; " + row.missing, ""), row.missing + "; ", "");
    if (left == row.missing) left.clear();
  }
  return left;
}

std::vector<QuestionRow> missing_answers(const Json& checks, const RuleTables& tables,
                                         const std::vector<QuestionRow>& beside) {
  std::vector<QuestionRow> rows;
  for (std::size_t i = 0; i < checks.as_array().size(); ++i) {
    const Json& check = checks.as_array()[i];
    const Requirement& rule = tables.requirements[i];
    if (check.at("status").as_string() != "NEEDS-ANSWER" || is_asked_of_people(rule.id)) continue;
    if (rule.id == "R28") continue;  // asked by the steps that it sums up
    const std::string missing = not_asked_beside(check, beside);
    if (missing.empty()) continue;
    rows.push_back({rule.owner, rule.question, rule.rule, missing, next_step(rule),
                    std::string(to_string(rule.severity)), rule.id});
  }
  return rows;
}

bool is_graver(const std::string& one, const std::string& other) {
  const auto place = [](const std::string& word) {
    return std::find_if(k_severities.begin(), k_severities.end(),
                        [&](Severity severity) { return to_string(severity) == word; });
  };
  return place(one) < place(other);
}

// One answer may settle several rules: the first of them asks, as pressing as the gravest, and names the
// others.
std::vector<QuestionRow> asked_once(const std::vector<QuestionRow>& rows) {
  std::vector<QuestionRow> asked;
  std::vector<std::string> settled;  // by each of `asked`
  for (const QuestionRow& row : rows) {
    auto same = std::find_if(asked.begin(), asked.end(), [&](const QuestionRow& one) {
      return one.missing == row.missing || (one.requirement == "R7" && row.missing == k_waits_for_basis);
    });
    if (same == asked.end()) {
      asked.push_back(row);
      settled.emplace_back();
      continue;
    }
    if (is_graver(row.severity, same->severity)) same->severity = row.severity;
    std::string& others = settled[static_cast<std::size_t>(same - asked.begin())];
    others += (others.empty() ? "" : ", ") + row.requirement;
  }
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (!settled[i].empty()) asked[i].missing += "; rules that wait for the same answer: " + settled[i];
  }
  return asked;
}

// What a person says of this very release: why it is asked, and where the answer goes.
struct AskedOfPerson {
  std::string_view question;  // of the gate
  std::string_view why, next_step;
  Severity severity = Severity::blocker;
  Owner owner = Owner::nobody;  // where the gate names none
};

constexpr std::array k_asked_of_people{
    AskedOfPerson{
        "Is there an impact assessment (DPIA)?",
        "It comes before anything is shared, with the privacy officer's advice on it (GDPR Art. 35(1) "
        "and (2)). Health data of children or of others who need protection: presume that it is "
        "mandatory.",
        "Make it, drafts/ holds one to start from, and ask the privacy officer's advice on it; or "
        "write down why none is mandatory. In the answers file: dpia"},
    AskedOfPerson{
        "Does the privacy officer advise in favour of this release?",
        "The privacy officer advises, and does not decide (GDPR Art. 39). The advice holds for one "
        "release and for the answers given, by their hashes: give it once no further run is needed and the "
        "answers are complete.",
        "Advise on this very release and these answers, naming the hash of the release and that for the "
        "advice, or say what is missing. In the "
        "answers file: "
        "dpo"},
    AskedOfPerson{
        "Are the conditions of the advice met?",
        "An advice on conditions is in favour only where each of them is met; the controller "
        "answers for that.",
        "See to each condition, and say who confirms that it is met, and when. In the answers file: "
        "dpo.conditions"},
    AskedOfPerson{"Has the controller decided to share this release?",
                  "The controller decides after the advice, stays responsible, and records why where the "
                  "decision departs from it (GDPR Art. 5(2) and 24).",
                  "Decide on this very release, knowing assessment and advice, naming the hash of the "
                  "release and that for the decision. In the answers "
                  "file: controller"},
    AskedOfPerson{"Has a person looked at every image before and after?", "Structural scans show the face.",
                  "Open private/renderings/index.html: every image stands there before and after, with its "
                  "figures. Exclude what still shows a face. In the answers file: faces",
                  Severity::critical},
    AskedOfPerson{
        "Was everybody able to consent?",
        "Consent counts only of who understood it. The age bands and tests in the tables cannot tell; "
        "who recruited them can.",
        "Ask who recruited the participants how that was judged, and who agreed for those who were "
        "not able. In the answers file: consent.capacity",
        Severity::critical, Owner::researcher},
};

const AskedOfPerson* asked_by(std::string_view question) {
  const auto* found = std::find_if(k_asked_of_people.begin(), k_asked_of_people.end(),
                                   [&](const AskedOfPerson& one) { return one.question == question; });
  return found == k_asked_of_people.end() ? nullptr : found;
}

// One question for each gate that waits for a person, to that person.
std::vector<QuestionRow> questions_to_people(const Reading& own, const DatasetFacts& facts) {
  std::vector<QuestionRow> rows;
  for (const TraceStep& step : own.trace) {
    const AskedOfPerson* asked = asked_by(step.question);
    if (asked == nullptr || step.ruling.effect != Effect::needs_answer) continue;
    if (step.ruling.sentence == k_waits_for_basis) continue;  // asked with the basis
    const Owner owner = step.owner == Owner::nobody ? asked->owner : step.owner;
    rows.push_back({owner, step.question, std::string(asked->why), step.ruling.sentence,
                    with_drawn_images(std::string(asked->next_step), facts),
                    std::string(to_string(asked->severity)), step.requirement});
  }
  return rows;
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

}  // namespace

std::vector<QuestionRow> questions_beside(const DecisionCase& situation, const Reading& own) {
  if (!situation.facts.published) return {};
  std::vector<QuestionRow> rows = questions_to_people(own, situation.facts);
  if (!situation.answers.interpretation) rows.push_back(reading_question());
  return rows;
}

Json questions_json(const Json& checks, const RuleTables& tables, const std::vector<QuestionRow>& beside) {
  Json rows{Json::Array{}};
  for (const QuestionRow& row : beside) rows.push_back(question_json(row));
  for (const QuestionRow& row : asked_once(missing_answers(checks, tables, beside)))
    rows.push_back(question_json(row));
  return rows;
}

}  // namespace shareready::readiness
