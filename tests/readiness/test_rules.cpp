#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "base/text.hpp"
#include "readiness/checks.hpp"
#include "readiness/example_inputs.hpp"
#include "readiness/rules.hpp"

using namespace shareready;
using namespace shareready::readiness;

namespace {

constexpr int k_requirements = 94;

RuleTables loaded_tables() { return load_rule_tables().value(); }

}  // namespace

TEST_CASE("the table of requirements holds R1 to R94, each once and in order") {
  const RuleTables loaded = loaded_tables();
  REQUIRE(loaded.requirements.size() == k_requirements);
  for (int number = 1; number <= k_requirements; ++number) {
    CHECK(loaded.requirements[static_cast<std::size_t>(number - 1)].id == "R" + std::to_string(number));
  }
}

TEST_CASE("every requirement has a question, a rule, a method, and a step unless it is a fact") {
  for (const Requirement& rule : loaded_tables().requirements) {
    INFO(rule.id);
    CHECK_FALSE(rule.topic.empty());
    CHECK(rule.question.ends_with('?'));
    CHECK(rule.rule.ends_with('.'));
    CHECK_FALSE(rule.method.empty());
    if (rule.evaluation != Evaluation::fact) CHECK_FALSE(rule.remedy.empty());
  }
}

TEST_CASE("what the law says was read somewhere for every rule that names a law, and for no other") {
  for (const Requirement& rule : loaded_tables().requirements) {
    INFO(rule.id << ": " << rule.law);
    CHECK(rule.law.empty() == rule.law_sources.empty());
    for (const std::string& source : rule.law_sources) CHECK(source.starts_with("https://"));
  }
}

TEST_CASE("every requirement that the table calls measured has a rule that measures it") {
  const ReadinessInputs inputs = test::example_inputs();
  for (const Requirement& rule : loaded_tables().requirements) {
    if (rule.evaluation != Evaluation::measured || rule.id == "R28") continue;
    INFO(rule.id);
    CHECK(measure(rule.id, inputs).observed != "not evaluated by this version");
  }
}

TEST_CASE("a requirement that the table does not call measured is measured by no rule") {
  const ReadinessInputs inputs = test::example_inputs();
  for (const Requirement& rule : loaded_tables().requirements) {
    if (rule.evaluation == Evaluation::measured) continue;
    INFO(rule.id);
    CHECK(measure(rule.id, inputs).observed == "not evaluated by this version");
  }
}

TEST_CASE("every repository of R67 to R83 stands in the table once, with the date of its facts") {
  std::set<std::string> ids;
  for (const Repository& repository : loaded_tables().repositories) {
    ids.insert(repository.requirement);
    CHECK(repository.checked == "2026-11");
  }
  CHECK(ids.size() == loaded_tables().repositories.size());
  for (int number = 67; number <= 83; ++number) CHECK(ids.count("R" + std::to_string(number)) == 1);
}

TEST_CASE("the words for figures are sorted by name, unique and complete") {
  const auto figures = loaded_tables().figures;
  REQUIRE_FALSE(figures.empty());
  for (std::size_t i = 0; i < figures.size(); ++i) {
    INFO(figures[i].name);
    CHECK_FALSE(figures[i].words.empty());
    if (i > 0) CHECK(figures[i - 1].name < figures[i].name);
  }
}

TEST_CASE("a table with an unknown word, a missing member or a short row is refused") {
  const std::string good =
      R"({"requirements": [{"id": "R1", "topic": "t", "evaluation": "answer", "owner": "legal", "severity": "info",
          "question": "q?", "rule": "r.", "method": "m", "remedy": "x"}]})";
  const auto parsed = [&](const std::string& requirements, const std::string& repositories,
                          const std::string& advice, const std::string& steps) {
    return parse_rule_tables(
               {requirements,
                repositories,
                advice,
                "",
                "",
                {.forms = R"({"forms": []})", .fields = "", .steps = steps, .alternatives = ""}})
        .ok();
  };
  CHECK(parsed(good, "", "{}", ""));
  CHECK_FALSE(parsed(replace_all(good, "\"answer\"", "\"guess\""), "", "{}", ""));
  CHECK_FALSE(parsed(replace_all(good, "\"legal\"", "\"someone\""), "", "{}", ""));
  CHECK_FALSE(parsed(replace_all(good, "\"rule\"", "\"ruler\""), "", "{}", ""));
  CHECK_FALSE(parsed(R"({"requirements": []})", "", "{}", ""));
  CHECK_FALSE(parsed(good, "requirement\tname\nR67\tx\n", "{}", ""));
  CHECK_FALSE(parsed(good, "", R"({"next_steps": [{"owner": "cat", "applies": "always"}]})", ""));
  CHECK_FALSE(parsed(good, "", "{}", "requirement\tstep\nR67\t1\n"));
}
