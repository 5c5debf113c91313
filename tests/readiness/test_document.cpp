// What the report is as a whole.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "base/text.hpp"
#include "readiness/document_cases.hpp"
#include "readiness/report_files.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

TEST_CASE("the document holds one check for every requirement, in order") {
  const Json readiness = document(test::example_inputs());
  REQUIRE(readiness.at("checks").as_array().size() == shipped_rules().requirements.size());
  for (std::size_t i = 0; i < shipped_rules().requirements.size(); ++i) {
    CHECK(readiness.at("checks").as_array()[i].at("id").as_string() == shipped_rules().requirements[i].id);
  }
}

TEST_CASE("the document tells which edition of the rules it was made with, and when these were checked") {
  const Json readiness = document(test::example_inputs());
  CHECK(readiness.at("rules").at("version").as_string() == shipped_rules().version);
  CHECK(readiness.at("rules").at("checked").as_string().starts_with("20"));
}

TEST_CASE("without any fact nothing passes that would need one") {
  const Json readiness = document(ReadinessInputs{});
  CHECK(readiness.at("verdict").at("state").as_string() == "not_published");
  for (const Json& check : readiness.at("checks").as_array()) {
    INFO(check.at("id").as_string());
    CHECK(check.at("status").as_string() != "PASS");
  }
}

TEST_CASE("what needs an answer is asked of exactly one owner") {
  const Json readiness = document(test::example_inputs());
  std::multiset<std::string> asked;  // rules that ask, and those that the same answer settles
  for (const Json& question : readiness.at("questions").as_array()) {
    if (question.at("next_step").as_string().ends_with("interpretation")) continue;  // asked by no check
    asked.insert(question.at("requirement").as_string());
    const std::string& missing = question.at("missing").as_string();
    const std::string_view mark = "rules that wait for the same answer: ";
    const std::size_t at = missing.find(mark);
    if (at == std::string::npos) continue;
    for (const std::string& rule : split(missing.substr(at + mark.size()), ','))
      asked.insert(std::string(trim(rule)));
  }
  for (const Json& check : readiness.at("checks").as_array()) {
    if (check.at("status").as_string() != "NEEDS-ANSWER") continue;
    INFO(check.at("id").as_string());
    // Of R12 each person is asked what that person says, conditions where there are some.
    const std::size_t questions = check.at("id").as_string() == "R12" ? 3 : 1;
    CHECK(asked.count(check.at("id").as_string()) == questions);
    CHECK(check.at("basis").as_string() == "none");
  }
}

TEST_CASE("the verdict counts every check once and says nothing that people did not decide") {
  const Json readiness = document(test::example_inputs());
  std::int64_t sum = 0;
  for (const auto& [status, n] : readiness.at("verdict").at("checks").as_object()) sum += n.as_int();
  CHECK(sum == 94);
  const std::set<std::string> states{"ready_for_review", "needs_answers", "attention", "not_published"};
  CHECK(states.count(readiness.at("verdict").at("state").as_string()) == 1);
  CHECK_FALSE(contains(format_json(readiness.at("verdict")), "anonymous"));
}

TEST_CASE(
    "kinds of images stand without numbers where one has few, and keys of few sidecars as fewer than five") {
  ReadinessInputs inputs = test::answered_inputs();
  inputs.release.modalities = {{"T1w", 5}, {"T2w", 1}, {"bold", 24}};
  inputs.dropped_keys = {{"PatientName", 1, true}, {"StationName", 30, true}};
  const auto sources = load_report_sources().value();
  const auto all = [&] {
    std::string texts;
    for (const ReportFile& file : report_files(document(inputs), inputs.answers, sources))
      texts += file.content;
    return texts;
  };
  const std::string few = all();
  CHECK(contains(few, "T1w, T2w, bold"));
  for (const char* told : {"T1w (5)", "T2w (1)", "bold (24)"}) CHECK_FALSE(contains(few, told));
  const Json readiness = document(inputs);
  CHECK(readiness.at("release").at("images").as_int() == 30);
  for (const Json& kind : readiness.at("release").at("modalities").as_array())
    CHECK_FALSE(kind.at("images").is_number());
  const Json::Array& keys = readiness.at("sidecar_keys").at("standard").as_array();
  CHECK(keys.front().at("files").as_string() == "<5");
  CHECK(keys.back().at("files").as_string() == "30");
  inputs.release.modalities = {{"T1w", 5}, {"bold", 24}};
  CHECK(contains(all(), "T1w (5), bold (24)"));
}

TEST_CASE("the same inputs give the same bytes, in whatever order the images came") {
  ReadinessInputs inputs = test::example_inputs();
  const std::string first = format_json(document(inputs));
  std::reverse(inputs.images.begin(), inputs.images.end());
  CHECK(document(inputs).at("participants") == parse_json(first, "first").value().at("participants"));
}

TEST_CASE("the residual risks that no setting removes are always told") {
  const std::string risks = format_json(document(ReadinessInputs{}).at("residual_risks"));
  CHECK(contains(risks, "comparing images"));
  CHECK(contains(risks, "backups"));
}

TEST_CASE("the verdict says when something could not be made safe") {
  ReadinessInputs inputs = test::example_inputs();
  const auto sentence = [&] { return document(inputs).at("verdict").at("sentence").as_string(); };
  CHECK(contains(sentence(), "left out"));
  CHECK(document(inputs).at("left_out").as_array().front().at("status").as_string() == "withheld");
  inputs.left_out = {{LeftOutStatus::excluded, "photo", "pictures identify people", "", 1, false}};
  CHECK_FALSE(contains(sentence(), "left out"));
}

TEST_CASE("a release without a clean audit is never said to have one") {
  ReadinessInputs inputs = test::example_inputs();
  const auto sentence = [&] { return document(inputs).at("verdict").at("sentence").as_string(); };
  CHECK(contains(sentence(), "that it can recognise"));
  inputs.audit.files_unreadable = 1;
  CHECK(contains(sentence(), "do not share it"));
  inputs = test::example_inputs();
  inputs.audit.ran = false;
  CHECK(contains(sentence(), "do not share it"));
}
