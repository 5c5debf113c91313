// The tables of the decision are whole, and what they decide stands on the page.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>

#include "readiness/answer_checks.hpp"
#include "readiness/decision_cases.hpp"
#include "readiness/decision_gates.hpp"
#include "readiness/document.hpp"
#include "readiness/markup.hpp"
#include "readiness/words.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

TEST_CASE("every requirement is carried out by a check, a gate, a repository, a network or a fact") {
  const ReadinessInputs inputs = example_inputs();
  std::map<Evaluation, int> kinds;
  for (const Requirement& rule : rule_tables().requirements) {
    INFO(rule.id);
    ++kinds[rule.evaluation];
    switch (rule.evaluation) {
      case Evaluation::measured:
        CHECK(is_decided_by_answers(rule.id) == (rule.id == "R41"));  // where numbers are left to judge
        CHECK((rule.id == "R28" || measure(rule.id, inputs).observed != "not evaluated by this version"));
        break;
      case Evaluation::answer:
      case Evaluation::matched:
        CHECK(is_decided_by_answers(rule.id));
        break;
      case Evaluation::fact:
        CHECK(rule.severity == Severity::info);
        CHECK_FALSE(is_decided_by_answers(rule.id));
        break;
    }
  }
  CHECK(kinds[Evaluation::fact] == 6);
}

TEST_CASE("every gate asks a question, belongs to a requirement and bears on a way in both readings") {
  std::set<std::string> stops;
  for (const auto gates : {stop_gates(), consent_gates(), access_gates(), agreement_gates()}) {
    for (const Gate& gate : gates) {
      INFO(gate.requirement << " " << gate.question);
      CHECK(gate.question.ends_with('?'));
      CHECK_FALSE(gate.strict_routes.empty());
      CHECK_FALSE(gate.liberal_routes.empty());
      for (const Route route : gate.liberal_routes) {
        CHECK(std::find(gate.strict_routes.begin(), gate.strict_routes.end(), route) !=
              gate.strict_routes.end());
      }
      if (!gate.stop.empty()) stops.insert(std::string(gate.stop));
    }
  }
  CHECK(stops == std::set<std::string>{"STOP-1", "STOP-2", "STOP-3", "STOP-4"});
}

TEST_CASE("the words by which columns tell of patients are sorted, unique and known") {
  const auto& table = rule_tables().column_evidence;
  REQUIRE_FALSE(table.empty());
  const std::set<std::string> words{"clinical",           "genetic",
                                    "biometric",          "health",
                                    "ethnic_origin",      "political_opinions",
                                    "religion_or_belief", "union_membership",
                                    "sex_life",           "criminal_record",
                                    "cognitive"};
  for (std::size_t i = 0; i < table.size(); ++i) {
    INFO(table[i].column);
    CHECK(words.contains(table[i].evidence));
    if (i > 0) CHECK(table[i - 1].column < table[i].column);
  }
}

TEST_CASE("the page shows both readings side by side, every branch, and what no answer was given for") {
  ReadinessInputs inputs = plain_inputs();
  inputs.answers = {};
  const Json document = readiness_document(inputs, rule_tables());
  const std::string page = page_of(document);
  CHECK(page.find("Ways to share it") < page.find("What was done to each kind of file"));
  CHECK(page.find("--print-answers") != std::string::npos);
  for (const Json& reading : document.at("decision").at("readings").as_array()) {
    for (const Json& step : reading.at("trace").as_array()) {
      CHECK(page.find(text(step.at("sentence").as_string()).markup()) != std::string::npos);
    }
  }
  for (const Json& tension : document.at("decision").at("tensions").as_array()) {
    CHECK(page.find(text(tension.at("title").as_string()).markup()) != std::string::npos);
  }
}
