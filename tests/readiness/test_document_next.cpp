// What is asked of whom, and what comes next.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "readiness/document_answers.hpp"
#include "readiness/document_cases.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

TEST_CASE("the advice on children fits what the release was prepared for") {
  ReadinessInputs inputs = test::answered_inputs();
  inputs.demographics.under_16 = 7;
  const auto advice = [&](const char* preset) {
    inputs.policy.preset = preset;
    return document_check(document(inputs), "R53").at("remedy").as_string();
  };
  CHECK(contains(advice("open"), "Choose restricted access"));
  CHECK(contains(advice("registered"), "Choose restricted access"));
  CHECK(contains(advice("restricted"), "This release is prepared for restricted access"));
  CHECK_FALSE(contains(advice("restricted"), "Choose"));
}

TEST_CASE("what the privacy officer weighs stands under the officer, what is asked under the researcher") {
  ReadinessInputs inputs = test::answered_inputs();
  inputs.answers.clinical = "none";
  inputs.columns.push_back(
      {"participants", "mmse", ColumnDecision::dropped, "", ColumnRole::clinical_score, true});
  CHECK(document_check(document(inputs), "R54").at("status").as_string() == "WARN");
  CHECK(document_check(document(inputs), "R54").at("owner").as_string() == "privacy_officer");
  inputs.answers.clinical.reset();
  CHECK(document_check(document(inputs), "R54").at("status").as_string() == "NEEDS-ANSWER");
  CHECK(document_check(document(inputs), "R54").at("owner").as_string() == "researcher");
}

TEST_CASE("answers come before the new release, whose lines carry them, and that before the look") {
  ReadinessInputs inputs = test::example_inputs();  // no answers, and rules that are not met
  const Json open = document(inputs);
  const auto place = [](const Json& readiness, std::string_view title) {
    const auto& steps = readiness.at("next_steps").as_array();
    return std::find_if(steps.begin(), steps.end(),
                        [&](const Json& step) { return step.at("title").as_string().starts_with(title); });
  };
  CHECK(place(open, "Collect the answers") < place(open, "Mend what is not met"));
  CHECK(place(open, "Mend what is not met") < place(open, "Look at every image"));
  CHECK(place(open, "Choose where to deposit") != open.at("next_steps").as_array().end());
  const std::string& lines = place(open, "Mend what is not met")->at("command").as_string();
  CHECK(contains(lines, " participant "));
  CHECK(contains(lines, "--replace --answers answers.json"));
}

TEST_CASE("who named a repository is not asked again, and withdrawal keeps the source where no key is") {
  ReadinessInputs inputs = test::answered_inputs();
  const auto said = [&] {
    std::string text;
    const Json readiness = document(inputs);
    for (const Json& step : readiness.at("next_steps").as_array()) {
      text += step.at("title").as_string() + ": " + step.at("text").as_string() + "\n";
    }
    return text;
  };
  CHECK(contains(said(), "Your choice: Radboud Data Repository (Donders)."));
  CHECK_FALSE(contains(said(), "Choose where to deposit"));
  CHECK(contains(said(), "keep it as long as anybody holds the release"));
  inputs.policy.key_file = true;
  CHECK_FALSE(contains(said(), "keep it as long as anybody holds the release"));
}

TEST_CASE("the steps follow what is not met, and say what restricted access lets be borne") {
  ReadinessInputs inputs = test::answered_inputs();
  inputs.demographics = {.under_16 = 7, .smallest_class = 6};
  inputs.release.license = "agreement RU-HD-1.1";
  const auto step = [&](std::string_view title) {
    const Json readiness = document(inputs);
    for (const Json& one : readiness.at("next_steps").as_array()) {
      if (one.at("title").as_string() == title) return one.at("text").as_string();
    }
    return std::string();
  };
  constexpr std::string_view k_choose = "Choose the way of sharing";
  constexpr std::string_view k_again = "Prepare the release again for restricted access";
  CHECK(step(k_choose).empty());                                // prepared for restricted access
  CHECK(step("Look at every image before and after").empty());  // somebody did, at this release
  inputs.policy.preset = "registered";
  CHECK(document(inputs).at("next_steps").as_array().front().at("title").as_string() == k_choose);
  CHECK(contains(step(k_again), "the tables may keep more detail than now: R25, R53, R54."));
  CHECK_FALSE(contains(step(k_again), "It does not help with"));
  inputs.release.license = "CC0";
  CHECK(contains(step(k_again), "It does not help with these, so mend them first: R61."));
  CHECK(step("Collect the answers").empty());   // its command would write an empty form over the answers
  CHECK(step("Complete the answers").empty());  // none of the researcher's is missing
  inputs.answers.consent.purpose.reset();
  CHECK_FALSE(step("Complete the answers").empty());
  inputs.answers = {};
  CHECK_FALSE(step("Collect the answers").empty());
  CHECK_FALSE(step("Look at every image before and after").empty());
  CHECK(step("Complete the answers").empty());
}

TEST_CASE("nobody has chosen a reading: the controller is asked, and the first line says how it was read") {
  ReadinessInputs inputs = test::answered_inputs();
  const auto asks = [&] { return contains(format_json(document(inputs).at("questions")), "interpretation"); };
  const auto first_line = [&] { return document(inputs).at("verdict").at("sentence").as_string(); };
  CHECK_FALSE(asks());
  CHECK_FALSE(contains(first_line(), "read strictly"));
  inputs.answers.interpretation.reset();
  CHECK(asks());
  CHECK(contains(first_line(), "read strictly, as long as the institution has not chosen"));
  const Json readiness = document(inputs);
  Json again = readiness;  // an answer given later takes the question away
  inputs.answers.interpretation = "liberal";
  apply_answers(again, inputs.answers, inputs.created, shipped_rules());
  CHECK_FALSE(contains(format_json(again.at("questions")), "interpretation"));
}

TEST_CASE("what a person has to judge stands with that person, with the columns and what to look for") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.audit.findings.clear();
  inputs.columns.push_back({"events", "response_time", ColumnDecision::kept, "", ColumnRole::other, true});
  const std::string page = test::page_of(document(inputs));
  const std::string mine = page.substr(page.find("id=\"questions\""));
  CHECK(contains(mine, "events.response_time"));
  CHECK(contains(mine, "look at both ends"));
}
