// Policies that the report prints hold the policy that the release has.
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "readiness/document_cases.hpp"
#include "readiness/levers.hpp"
#include "readiness/policy_file.hpp"
#include "readiness/texts.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

Json json_of(const char* text) { return parse_json(text, "test").value(); }

// A release with measures and wider ages.
ReadinessInputs with_measures() {
  ReadinessInputs inputs = inputs_with_population();
  inputs.risk.population.reset();  // whose models have names
  add_measures(inputs);
  return inputs;
}

std::vector<std::string> printed_policies(const Json& readiness) {
  std::vector<std::string> policies;
  for (const char* kind : {"without", "measures", "best_measures"}) {
    for (const Json& row : readiness.at("risk").at(kind).as_array())
      if (row.at("policy").is_string()) policies.push_back(row.at("policy").as_string());
  }
  for (const Json& row : readiness.at("evidence").at("age_recipes").as_array())
    policies.push_back(row.at("policy").as_string());
  return policies;
}

std::set<std::string> sentences_without_dutch(const Json& readiness) {
  std::set<std::string> unknown;
  (void)translate_page(page_of(readiness), "nl", shipped_sources().dutch, &unknown);
  return unknown;
}

}  // namespace

TEST_CASE("what is added stands beside what a policy holds, or in its place") {
  const Json present = json_of(
      R"({"k": 4, "age_bands": [30], "columns": {"MMSE": {"type": "score"}, "sex": {"type": "label"}}})");
  CHECK(
      new_policy(present, members_of({40, 60}, {"IQ", "sex"})) ==
      R"({"k": 4, "age_bands": [40, 60], "columns": {"MMSE": {"type": "score"}, "sex": {"type": "free_text"}, )"
      R"("IQ": {"type": "free_text"}}})");
  CHECK(new_policy(Json(Json::Object{}), members_of({40}, {"IQ"})) ==
        R"({"age_bands": [40], "columns": {"IQ": {"type": "free_text"}}})");
  CHECK(new_policy(Json(), members_of({40}, {})) == R"({..., "age_bands": [40]})");
  CHECK_FALSE(parse_json(new_policy(Json(), members_of({40}, {})), "printed").ok());
}

TEST_CASE("every policy that is printed holds that of the release, and figures stay as they are") {
  ReadinessInputs inputs = with_measures();
  const Json before = document(inputs);
  inputs.policy.file = json_of(R"({"columns": {"MMSE": {"type": "free_text"}}, "suppression_limit": 0})");
  inputs.columns.push_back(
      {"participants", "MMSE", ColumnDecision::dropped, "", ColumnRole::clinical_score, true});
  const Json readiness = document(inputs);
  CHECK(readiness.at("policy").at("file") == inputs.policy.file);
  const auto policies = printed_policies(readiness);
  REQUIRE(policies.size() > 5);
  CHECK(policies.size() == printed_policies(before).size());
  for (const std::string& policy : policies) {
    INFO(policy);
    const Json whole = json_of(policy.c_str());
    CHECK(whole.at("columns").at("MMSE").at("type").as_string() == "free_text");
    CHECK(whole.at("suppression_limit").as_int(-1) == 0);
  }
  // as they stand in sentences: of the risk section and of R55
  const std::string& best =
      readiness.at("risk").at("best_measures").as_array().front().at("policy").as_string();
  CHECK(contains(readiness.at("risk").at("sentence").as_string(), best));
  CHECK(contains(document_check(readiness, "R55").at("observed").as_string() +
                     document_check(readiness, "R55").at("remedy").as_string(),
                 best));
  CHECK(contains(page_of(readiness), "Each policy is a whole file"));
  for (const std::string& sentence : sentences_without_dutch(readiness)) FAIL_CHECK(sentence);
}

TEST_CASE(
    "a policy that names what may not be told is not told, and nothing printed passes for a whole one") {
  ReadinessInputs inputs = with_measures();
  const auto told = [&](const char* file) {
    inputs.policy.file = json_of(file);
    return !document(inputs).at("policy").at("file").is_null();
  };
  CHECK(told(R"({"k": 4, "age_bands": [30]})"));
  inputs.columns.push_back({"participants", "brothers", ColumnDecision::kept, "", ColumnRole::other, false});
  CHECK(told(
      R"({"keep_columns": ["brothers"], "columns": {"brothers": {"type": "other", "top": 3}}})"));  // released
  CHECK_FALSE(told(R"({"columns": {"brothers": {"type": "other", "hierarchy": "Breda;south"}}})"));
  inputs.columns.back().decision = ColumnDecision::dropped;
  CHECK_FALSE(told(R"({"keep_columns": ["brothers"]})"));
  CHECK_FALSE(told(R"({"columns": {"not_in_the_source": {"type": "other"}}})"));
  CHECK_FALSE(told(R"({"columns": {"brothers": {"type": "free_text"}}})"));
  const Json readiness = document(inputs);
  for (const std::string& policy : printed_policies(readiness)) {
    INFO(policy);
    CHECK(policy.starts_with("{..., "));
  }
  CHECK_FALSE(contains(format_json(readiness) + page_of(readiness), "brothers"));
  CHECK(contains(page_of(readiness), "private/report/policies.txt has each policy whole"));
  for (const std::string& sentence : sentences_without_dutch(readiness)) FAIL_CHECK(sentence);
}

TEST_CASE("a step that shows what a policy may hold says that the policy of the release stays") {
  ReadinessInputs inputs = example_inputs();
  const auto step = [&] {
    const Json readiness = document(inputs);
    for (const Json& one : readiness.at("next_steps").as_array())
      if (one.at("title").as_string().starts_with("Mend what is not met")) return one.at("text").as_string();
    return std::string();
  };
  CHECK(contains(step(), "by a policy file on both lines"));
  CHECK_FALSE(contains(step(), "beside what that holds already"));
  inputs.policy.file = json_of(R"({"age_bands": [40]})");
  CHECK(contains(step(), R"(beside what that holds already. It holds: {"age_bands": [40]}.)"));
}
