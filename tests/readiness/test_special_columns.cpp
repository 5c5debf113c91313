// Columns left out as special categories: what is lost, what the consent says, and what keeping one would
// take and give. The program keeps none by itself.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"
#include "readiness/levers.hpp"
#include "readiness/report_files.hpp"
#include "readiness/texts.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

constexpr std::string_view k_step = "Say whether a column left out as a special category is needed";

ReadinessInputs without_diagnosis(const Json& given = answers()) {
  ReadinessInputs inputs = plain_inputs();
  inputs.policy.preset = "restricted";
  inputs.risk.reached = false;
  leave_out_diagnosis(inputs);
  inputs.answers = answers_of(given);
  inputs.answers.dpo = {};  // who advises has weighed it
  return inputs;
}

std::string step_in(const Json& document) {
  for (const Json& step : document.at("next_steps").as_array()) {
    if (step.at("title").as_string() == k_step) return step.at("text").as_string();
  }
  return {};
}

std::string step_of(const ReadinessInputs& inputs) {
  return step_in(readiness_document(inputs, rule_tables()));
}

std::string observed(const ReadinessInputs& inputs, std::string_view rule) {
  return check_of(readiness_document(inputs, rule_tables()), rule).at("observed").as_string();
}

}  // namespace

TEST_CASE(
    "a diagnosis left out is told with what is lost, the policy that keeps it, and what that would give") {
  const ReadinessInputs inputs = without_diagnosis();
  CHECK(contains(observed(inputs, "R18"), "lost to whoever uses the release: diagnosis"));
  CHECK(contains(observed(inputs, "R55"), "left out as a special category, and counted as lost: diagnosis"));
  CHECK(contains(observed(inputs, "R55"), "patients cannot be told from controls without: diagnosis"));
  CHECK(contains(observed(inputs, "R55"), "the consent, as answered, names such data: diagnosis"));
  const std::string step = step_of(inputs);
  CHECK(contains(step, "keeps none by itself"));
  CHECK(contains(step, R"({"columns": {"diagnosis": {"type": "quasi_identifier"}}})"));
  CHECK(contains(step, "groups of 5 persons are not reached, persons in smaller ones: 31"));
  CHECK(contains(step,
                 "16.7 % by these details (now 7.08 %), 58.3 % with every column of the tables of persons "
                 "known; details then"));
  CHECK(contains(step, "details then: age (bands of 20 years), diagnosis (as it is), sex (as it is)"));
  CHECK_FALSE(contains(step, "Keeping it would cost"));
  CHECK(step.ends_with(" Only if it is to stay:"));
  ReadinessInputs costly = inputs;
  costly.special_columns.front().kept->details.front().level = "dropped";
  CHECK(contains(step_of(costly),
                 "details then: diagnosis (as it is), sex (as it is). Keeping it would cost: age."));
}

TEST_CASE("a column that the consent does not name stays out, and no step asks for it") {
  const Json given = answers();
  CHECK(step_of(
            without_diagnosis(with_answer(given, "consent.special_categories", Json(Json::Array{"genetic"}))))
            .empty());
  const ReadinessInputs lacks = without_diagnosis(
      with_answer(given, "consent.data_categories", Json(Json::Array{"brain_images", "demographics"})));
  CHECK(step_of(lacks).empty());
  CHECK(contains(observed(lacks, "R55"), "does not name such data, so they stay out: diagnosis"));
  const ReadinessInputs unsaid = without_diagnosis(with_answer(given, "consent.special_categories", Json()));
  CHECK(contains(step_of(unsaid), "Not said whether the consent names such data: diagnosis."));
  const ReadinessInputs other =
      without_diagnosis(with_answer(with_answer(given, "legal_basis.type", "public_interest"),
                                    "legal_basis.article9_exemption", "research"));
  CHECK(contains(step_of(other), "the privacy officer says whether such data may stay: diagnosis"));
}

TEST_CASE("only where access is restricted, or is to be, may such a column be kept") {
  ReadinessInputs inputs = without_diagnosis();
  CHECK_FALSE(step_of(inputs).empty());
  inputs.policy.preset = "open";
  inputs.answers = {};
  const Json document = readiness_document(inputs, rule_tables());
  const std::string& advised = document.at("decision").at("advised").as_string();
  CHECK(step_in(document).empty() == (advised != "restricted" && advised != "case_by_case"));
}

TEST_CASE("where a study group stays, patients can still be told from controls") {
  ReadinessInputs inputs = without_diagnosis();
  inputs.columns.push_back(
      {"participants", "group", ColumnDecision::kept, "study group", ColumnRole::other, true});
  CHECK_FALSE(contains(step_of(inputs), "Patients cannot be told"));
  inputs.columns.back().decision = ColumnDecision::dropped;
  CHECK(contains(step_of(inputs), "Patients cannot be told"));
  inputs.special_columns.front().kept->same = true;
  CHECK_FALSE(contains(step_of(inputs), "Patients cannot be told"));
}

TEST_CASE("what keeping a column would give is not told where it tells the values of whole groups") {
  ReadinessInputs inputs = without_diagnosis();
  inputs.risk.identifiers = {{"age", "bands of 20 years", 0.6, 83, 0.7}, {"sex", "as it is", 0.0, 24, 0.3}};
  auto& kept = *inputs.special_columns.front().kept;
  const auto told = [&](std::uint64_t groups) {
    kept.after.groups = groups;
    const Json document = readiness_document(inputs, rule_tables());
    return document.at("evidence").at("special_columns").as_array().front().at("kept").is_object();
  };
  CHECK_FALSE(told(17));  // no group is split: all in each have the same diagnosis
  CHECK_FALSE(told(21));  // so few are that most have
  CHECK(told(22));
  CHECK(contains(step_of(inputs), "With diagnosis kept"));
  kept.after.groups = 17;
  CHECK(contains(step_of(inputs), "private/report/persons-at-risk.txt"));
  kept.details.front().level = "exact years";  // groups of other ages: nothing follows
  CHECK(told(17));
  inputs.risk.persons = 4;
  CHECK_FALSE(told(40));
}

TEST_CASE("the number of persons whom keeping a column moves into smaller groups is none of few") {
  ReadinessInputs inputs = without_diagnosis();
  inputs.risk.after.below_k = 29;
  CHECK(contains(step_of(inputs), "persons in smaller ones: 5+;"));  // 31 - 29
}

TEST_CASE("a column of its own name is counted, never shown") {
  ReadinessInputs inputs = without_diagnosis();
  inputs.special_columns.push_back(
      {.name = "ziekte_van_oma", .standard = false, .counted = false, .kept = {}});
  const Json document = readiness_document(inputs, rule_tables());
  CHECK_FALSE(contains(format_json(document), "ziekte_van_oma"));
  CHECK(contains(step_in(document), "Left out here: diagnosis, 1 with a name of its own."));
}

TEST_CASE("a column whose cells would go whatever the policy says is no choice") {
  ReadinessInputs inputs = without_diagnosis();
  inputs.special_columns.front().kept.reset();
  CHECK(step_of(inputs).empty());
  CHECK_FALSE(contains(observed(inputs, "R55"), "left out as a special category"));
  CHECK(contains(observed(inputs, "R18"), "diagnosis"));
}

TEST_CASE("the detail that is left counts what was left out, under its own name in both languages") {
  const ReportSources sources = load_report_sources().value();
  const ReadinessInputs inputs = without_diagnosis();
  const std::string page = page_of(readiness_document(inputs, rule_tables()));
  CHECK(contains(page, "Detail that is left, in percent: age 58; handedness 0; sex 97; diagnosis 0;"));
  const std::string dutch = translate_page(page, "nl", sources.dutch);
  CHECK(contains(dutch, "class=\"own\">diagnosis</text>"));
  CHECK(
      contains(page, "Columns left out as special categories, and what a policy that keeps one would give"));
  CHECK(contains(dutch, "Vrijgegeven: leeftijd (leeftijdsklassen van 20 jaar), "));
}
