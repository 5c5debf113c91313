#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "base/text.hpp"
#include "readiness/document.hpp"
#include "readiness/document_answers.hpp"
#include "readiness/example_inputs.hpp"
#include "readiness/report_files.hpp"

using namespace shareready;
using namespace shareready::readiness;

namespace {

const RuleTables& tables() {
  static const RuleTables loaded = load_rule_tables().value();
  return loaded;
}

Json document(const ReadinessInputs& inputs) { return readiness_document(inputs, tables()); }

const Json& document_check(const Json& readiness, std::string_view id) {
  static const Json k_none;
  for (const Json& check : readiness.at("checks").as_array()) {
    if (check.at("id").as_string() == id) return check;
  }
  return k_none;
}

std::string status_of(const ReadinessInputs& inputs, std::string_view id) {
  return document_check(document(inputs), id).at("status").as_string();
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the document holds one check for every requirement, in order") {
  const Json readiness = document(test::example_inputs());
  REQUIRE(readiness.at("checks").as_array().size() == tables().requirements.size());
  for (std::size_t i = 0; i < tables().requirements.size(); ++i) {
    CHECK(readiness.at("checks").as_array()[i].at("id").as_string() == tables().requirements[i].id);
  }
}

TEST_CASE("the document tells which edition of the rules it was made with, and when these were checked") {
  const Json readiness = document(test::example_inputs());
  CHECK(readiness.at("rules").at("version").as_string() == tables().version);
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

TEST_CASE("counts of persons below k are masked, those of k and more are not") {
  ReadinessInputs inputs = test::example_inputs();
  const std::uint64_t children = GENERATE(1U, 4U, 5U, 12U);
  inputs.demographics.under_16 = children;
  inputs.demographics.smallest_class = children;
  const Json readiness = document(inputs);
  const bool masked = children < 5;
  CHECK(contains(document_check(readiness, "R4").at("observed").as_string(), "<5") == masked);
  for (const Json& entry : readiness.at("left_out").as_array()) {
    if (entry.at("kind").as_string() == "participant") CHECK(entry.at("count").as_string() == "<5");
  }
}

TEST_CASE("no count of children is told, and no count of fewer than five persons whatever k is") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.policy.k = 3;
  inputs.demographics = {.under_16 = 3, .smallest_class = 4};
  const Json few = document(inputs);
  CHECK(document_check(few, "R4").at("observed").as_string() == "smallest group: <5 persons");
  inputs.risk.after = {.uniques = 3, .below_k = 9, .smallest_group = 1, .groups = 40, .average = 0.17};
  inputs.risk.group_sizes.clear();
  inputs.risk.suppressed = 0;
  inputs.risk.reached = false;
  CHECK(contains(document(inputs).at("risk").at("sentence").as_string(), "<5 of them alone"));
  inputs = test::example_inputs();
  inputs.policy.k = 3;
  inputs.demographics = {.under_16 = 30, .smallest_class = 4};
  CHECK(document(inputs).at("checks") == few.at("checks"));
  CHECK(document(inputs).at("evidence") == few.at("evidence"));
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

TEST_CASE("the columns that hold rare values are named without their number of values") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.rare_values = {{{"participants", "age_group", true, 1}}};
  CHECK(document_check(document(inputs), "R20").at("observed").as_string() ==
        "values that fewer than 5 persons share, by column: age_group");
}

TEST_CASE("where groups of k were not reached, the report says which details they would cost") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.risk.reached = false;
  inputs.risk.trade_offs = {{2, 0.3, 0.4, 0.8, {}}, {5, 0.6, 0.143, 0.429, {"age", "sex"}}};
  const auto sentence = [&] { return document(inputs).at("risk").at("sentence").as_string(); };
  CHECK(
      contains(sentence(),
               "Groups of 5 persons would cost: age, sex. The average chance of a right link would then be "
               "14.3 % by the details that are left, 42.9 % with every released column known; the controller "
               "chooses. Wider ages were tried first"));
  inputs.risk.trade_offs.back().dropped = {"sex"};
  CHECK_FALSE(contains(sentence(), "Wider ages were tried"));
  inputs.risk.trade_offs.pop_back();  // not even without any detail
  CHECK_FALSE(contains(sentence(), "would cost"));
  inputs.risk.reached = true;
  CHECK_FALSE(contains(sentence(), "would cost"));
}

TEST_CASE("what other numbers k would give stands in figures and in the plot, with every column known too") {
  const std::string page = test::page_of(document(test::inputs_with_population()));
  CHECK(contains(page, " k = 5: 69 %, 14.3 %, 42.9 %;"));
  CHECK(contains(page, "<caption>Average chance of a right link for other numbers k</caption>"));
  CHECK(contains(page, ">42.9 %<"));
}

TEST_CASE("the ages that tell something stand at the risk, at the rule on children and in a step") {
  ReadinessInputs inputs = test::inputs_with_population();
  const Json readiness = document(inputs);
  const std::string childlike = "released ages that children under 16 can have: 0-19";
  const std::string few =
      "some released ages are those of fewer than 5 persons: the researcher reads which in "
      "the first lines of private/report/persons-at-risk.txt and tells the privacy officer, who needs no "
      "file of private/";
  CHECK(contains(document_check(readiness, "R9").at("observed").as_string(), childlike));
  CHECK(contains(document_check(readiness, "R9").at("observed").as_string(), few));
  CHECK(contains(document_check(readiness, "R53").at("observed").as_string(), childlike));
  CHECK_FALSE(contains(document_check(readiness, "R53").at("observed").as_string(), few));
  const auto steps = [](const Json& report) {
    std::string titles;
    for (const Json& step : report.at("next_steps").as_array()) titles += step.at("text").as_string();
    return titles;
  };
  CHECK(contains(steps(readiness), childlike));
  CHECK(
      contains(steps(readiness),
               R"({"age_bands": [40, 60]} makes the ages 0-39, 40-59, 60+: every group then has 5 persons )"
               "or more, and no age tells anything by itself. Average chance of a right link then: 2.5 % by "
               "the details that are left, 24.0 % with every released column known."));
  inputs.demographics.child_ages.clear();
  CHECK(contains(steps(document(inputs)), few));
  inputs.demographics.few_ages = false;
  CHECK_FALSE(contains(steps(document(inputs)), "released ages"));
  CHECK(contains(test::page_of(readiness), "Wider ages for this release, by a policy file</caption>"));
}

TEST_CASE("groups of k are said to cost wider ages where these give them, and a column only where none do") {
  ReadinessInputs inputs = test::inputs_with_population();
  inputs.risk.reached = false;
  inputs.risk.trade_offs = {{5, 0.7, 0.08, 0.62, {"age"}, {}}};
  const auto sentence = [&] { return document(inputs).at("risk").at("sentence").as_string(); };
  CHECK(contains(sentence(),
                 "Groups of 5 persons would cost: age as it stands, no column. In a policy file "
                 R"({"age_bands": [40, 60]} makes the ages 0-39, 40-59, 60+: every group then has 5)"));
  CHECK_FALSE(contains(sentence(), "would cost: age. "));
  // The same figure as now is said to be the same.
  inputs.demographics.age_recipes.front().whole.average = inputs.risk.whole.average;
  CHECK(contains(sentence(), "The latter is as now: wider ages do not help against somebody who knows"));
  inputs.demographics.age_recipes.front().reached = false;
  CHECK(contains(sentence(), "Groups of 5 persons would cost: age. "));
  CHECK(contains(sentence(), "Wider ages were tried first: with none of them it costs less."));
  // Where ages went so that groups have k persons, wider ones may have stayed.
  inputs.risk.reached = true;
  CHECK_FALSE(contains(sentence(), "age_bands"));
  inputs.demographics.age_recipes.front().reached = true;
  CHECK_FALSE(contains(sentence(), "age_bands"));
  inputs.demographics.age_recipes.front().returned = {"age"};
  CHECK(contains(sentence(), "Ages went, and wider ones could stay. In a policy file"));
  inputs.risk.persons = 4;
  CHECK_FALSE(contains(sentence(), "age_bands"));
  CHECK(document(inputs).at("evidence").at("age_recipes").as_array().front().at("average").is_null());
}

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

TEST_CASE("an image counts as drawn where its pictures are there, whatever its verdict") {
  ReadinessInputs inputs = test::answered_inputs();
  CHECK(contains(document_check(document(inputs), "R14").at("observed").as_string(),
                 "drawn before and after: 4 of 6 images"));
  inputs.images.front().drawn = false;
  const Json readiness = document(inputs);
  CHECK(contains(document_check(readiness, "R14").at("observed").as_string(),
                 "drawn before and after: 3 of 6 images"));
  CHECK(readiness.at("sign_off").at("faces").at("drawn").as_int() == 3);
}

TEST_CASE("extreme values are counted, judged by a person, and then no longer open") {
  ReadinessInputs inputs = test::answered_inputs();
  inputs.answers = {};
  inputs.columns.push_back({"phenotype", "reaction_time", ColumnDecision::kept, "", ColumnRole::other, true});
  const auto status = [&](const char* rule) {
    return document_check(document(inputs), rule).at("status").as_string();
  };
  const auto observed = [&](const char* rule) {
    return document_check(document(inputs), rule).at("observed").as_string();
  };
  CHECK(contains(observed("R41"), "not counted, to be judged: phenotype.reaction_time"));
  inputs.column_ends = {{"phenotype", "reaction_time", ColumnValues::numbers_far}};
  CHECK(status("R41") == "NEEDS-ANSWER");
  CHECK(
      contains(observed("R41"), "numbers, some far from the others, to be judged: phenotype.reaction_time"));
  CHECK(contains(observed("R28"), "R41"));
  std::size_t asked = 0;
  const Json open = document(inputs);
  for (const Json& question : open.at("questions").as_array()) {
    if (question.at("requirement").as_string() == "R41") ++asked;
    CHECK(question.at("requirement").as_string() != "R28");
  }
  CHECK(asked == 1);

  inputs.answers = test::answered_inputs().answers;
  inputs.answers.extremes.outcome = "none_tells_of_a_person";
  CHECK(status("R41") == "PASS");
  CHECK(contains(observed("R41"), "judged by A. Kijker on 2026-11-19 for this release, as declared"));
  CHECK_FALSE(contains(observed("R28"), "R41"));
  CHECK(document_check(document(inputs), "R41").at("basis").as_string() == "self-declared");
  inputs.answers.extremes.outcome = "some_stay";
  CHECK(status("R41") == "WARN");
  CHECK(document_check(document(inputs), "R41").at("owner").as_string() == "privacy_officer");
  inputs.answers.extremes.reasons.reset();
  CHECK(status("R41") == "NEEDS-ANSWER");
  inputs.answers.extremes.outcome = "none_tells_of_a_person";
  CHECK(status("R41") == "PASS");
  for (Word* key : {&inputs.answers.extremes.judged_by, &inputs.answers.extremes.date,
                    &inputs.answers.extremes.release, &inputs.answers.extremes.outcome}) {
    const Word said = std::exchange(*key, std::nullopt);
    CHECK(status("R41") == "NEEDS-ANSWER");
    *key = said;
  }
  inputs.answers.extremes.date = "2026-12-01";  // after today
  CHECK(status("R41") == "NEEDS-ANSWER");
  inputs.column_ends = {{"phenotype", "reaction_time", ColumnValues::same}};
  CHECK(status("R41") == "PASS");  // nothing is left to judge
  CHECK(document_check(document(inputs), "R41").at("basis").as_string() == "measured");
}

TEST_CASE("a kind of data that the consent does not name is told with its columns") {
  ReadinessInputs inputs = test::answered_inputs();
  inputs.columns.push_back(
      {"participants", "mmse", ColumnDecision::kept, "", ColumnRole::clinical_score, true});
  inputs.answers.consent.data_categories = {{"brain_images", "demographics", "behaviour", "questionnaires"}};
  const std::string said = document_check(document(inputs), "R46").at("observed").as_string();
  CHECK(contains(said, "clinical data ("));
  CHECK(contains(said, "mmse"));
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

TEST_CASE("names that are no standard ones are counted and never shown") {
  const std::string shown = format_json(document(test::example_inputs()));
  CHECK(contains(shown, "PatientBirthDate"));
  CHECK_FALSE(contains(shown, "KliniekZuidOperator"));
  CHECK_FALSE(contains(shown, "huisarts"));
  CHECK_FALSE(contains(shown, "bdi_total"));
  CHECK(document(test::example_inputs()).at("sidecar_keys").at("others").as_int() == 1);
}

TEST_CASE("a licence that is none of the known ones is not repeated") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.release.license = "ask Dr Jansen";
  const Json readiness = document(inputs);
  CHECK_FALSE(contains(format_json(readiness), "Jansen"));
  CHECK(document_check(readiness, "R61").at("status").as_string() == "WARN");
}

TEST_CASE("the same inputs give the same bytes, in whatever order the images came") {
  ReadinessInputs inputs = test::example_inputs();
  const std::string first = format_json(document(inputs));
  std::reverse(inputs.images.begin(), inputs.images.end());
  CHECK(document(inputs).at("participants") == parse_json(first, "first").value().at("participants"));
}

TEST_CASE("a finding of the audit decides the check it belongs to") {
  ReadinessInputs inputs = test::example_inputs();
  CHECK(status_of(inputs, "R43") == "PASS");
  inputs.audit.findings.push_back({"F2", Severity::minor, "x", "a.json", "", "", "", "R43"});
  CHECK(status_of(inputs, "R43") == "WARN");
  inputs.audit.findings.push_back({"F3", Severity::major, "x", "a.json", "", "", "", "R43"});
  CHECK(status_of(inputs, "R43") == "FAIL");
  CHECK(status_of(inputs, "R8") == "FAIL");
  CHECK(status_of(inputs, "R28") == "FAIL");
}

TEST_CASE("what the audit does not look for is unknown, and an unreadable file fails every audit check") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.audit.coverage.clear();
  CHECK(status_of(inputs, "R45") == "UNKNOWN");
  inputs = test::example_inputs();
  inputs.audit.files_unreadable = 1;
  for (const char* id : {"R3", "R13", "R40", "R43", "R44", "R45", "R8"})
    CHECK(status_of(inputs, id) == "FAIL");
  inputs.audit.ran = false;
  CHECK(status_of(inputs, "R8") == "FAIL");
  CHECK(status_of(inputs, "R43") == "UNKNOWN");
}

TEST_CASE("an image without a verdict fails, an accepted one is to be looked at") {
  ReadinessInputs inputs = test::example_inputs();
  CHECK(status_of(inputs, "R34") == "WARN");
  for (ReportedImage& image : inputs.images) image.face = FaceVerdict::defaced;
  CHECK(status_of(inputs, "R34") == "PASS");
  inputs.images.front().face = FaceVerdict::not_assessed;
  CHECK(status_of(inputs, "R34") == "FAIL");
  CHECK(status_of(inputs, "R14") == "FAIL");
  inputs.images.clear();
  CHECK(status_of(inputs, "R34") == "NOT-APPLICABLE");
}

TEST_CASE("an image whose header was copied as it was fails the header check") {
  ReadinessInputs inputs = test::example_inputs();
  CHECK(status_of(inputs, "R33") == "PASS");
  inputs.images.front().action = "copy";
  CHECK(status_of(inputs, "R33") == "FAIL");
}

TEST_CASE("columns decide the checks on tables") {
  struct Case {
    ColumnRole role;
    ColumnDecision decision;
    const char* id;
    const char* status;
  };
  const Case row =
      GENERATE(values<Case>({{ColumnRole::direct_identifier, ColumnDecision::kept, "R38", "FAIL"},
                             {ColumnRole::direct_identifier, ColumnDecision::dropped, "R38", "PASS"},
                             {ColumnRole::birth_date, ColumnDecision::kept, "R35", "FAIL"},
                             {ColumnRole::birth_date, ColumnDecision::shifted, "R35", "FAIL"},
                             {ColumnRole::age, ColumnDecision::kept, "R35", "WARN"},
                             {ColumnRole::age, ColumnDecision::generalised, "R35", "PASS"},
                             {ColumnRole::postcode, ColumnDecision::kept, "R37", "FAIL"},
                             {ColumnRole::place, ColumnDecision::kept, "R37", "WARN"},
                             {ColumnRole::postcode, ColumnDecision::generalised, "R37", "PASS"},
                             {ColumnRole::clinical_score, ColumnDecision::kept, "R36", "WARN"},
                             {ColumnRole::free_text, ColumnDecision::kept, "R19", "FAIL"},
                             {ColumnRole::free_text, ColumnDecision::dropped, "R19", "PASS"},
                             {ColumnRole::unknown, ColumnDecision::kept, "R19", "WARN"},
                             {ColumnRole::unknown, ColumnDecision::kept, "R16", "WARN"},
                             {ColumnRole::date, ColumnDecision::kept, "R39", "FAIL"},
                             {ColumnRole::sex, ColumnDecision::kept, "R17", "WARN"},
                             {ColumnRole::other, ColumnDecision::kept, "R41", "NEEDS-ANSWER"}}));
  ReadinessInputs inputs = test::example_inputs();
  inputs.audit.findings.clear();
  inputs.columns = {{"participants", "x", row.decision, "reason", row.role, true}};
  INFO(row.id << " " << row.status);
  CHECK(status_of(inputs, row.id) == row.status);
}

TEST_CASE("postcode, birth date and sex together fail, any two of them do not") {
  ReadinessInputs inputs = test::example_inputs();
  const ReportedColumn postcode{"participants", "zip", ColumnDecision::kept, "", ColumnRole::postcode, true};
  const ReportedColumn birth{"participants", "dob", ColumnDecision::kept, "", ColumnRole::birth_date, true};
  const ReportedColumn sex{"participants", "sex", ColumnDecision::kept, "", ColumnRole::sex, true};
  inputs.columns = {postcode, birth};
  CHECK(status_of(inputs, "R5") == "PASS");
  inputs.columns = {postcode, birth, sex};
  CHECK(status_of(inputs, "R5") == "FAIL");
}

TEST_CASE("children under 16 fail an open preset and are asked about in any case") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.demographics.under_16 = 7;
  inputs.policy.preset = "open";
  CHECK(status_of(inputs, "R53") == "FAIL");
  CHECK(status_of(inputs, "R52") == "NEEDS-ANSWER");
  inputs.demographics.under_16 = 0;
  CHECK(status_of(inputs, "R53") == "NOT-APPLICABLE");
  inputs.demographics.under_16.reset();
  CHECK(status_of(inputs, "R53") == "NEEDS-ANSWER");
}

TEST_CASE("labels that are not drawn fail, and those in an order of the source are to be looked at") {
  ReadinessInputs inputs = test::example_inputs();
  CHECK(status_of(inputs, "R42") == "PASS");
  inputs.policy.order_beyond_chance = false;
  CHECK(status_of(inputs, "R42") == "PASS");
  inputs.policy.order_beyond_chance = true;
  CHECK(status_of(inputs, "R42") == "WARN");
  inputs.policy.order_beyond_chance = {};
  inputs.policy.labels = "kept";
  CHECK(status_of(inputs, "R42") == "FAIL");
}

TEST_CASE("advice is given only where it applies") {
  ReadinessInputs inputs = test::example_inputs();
  CHECK(contains(format_json(document(inputs).at("residual_risks")), "Shifted dates"));
  CHECK(contains(document_check(document(inputs), "R39").at("observed").as_string(), "dates are shifted"));
  inputs.policy.moved_dates = false;
  CHECK_FALSE(contains(format_json(document(inputs).at("residual_risks")), "Shifted dates"));
  CHECK(contains(document_check(document(inputs), "R39").at("observed").as_string(), "no date is in what"));
  inputs.policy.moved_dates = true;
  inputs.policy.dates = "drop";
  CHECK_FALSE(contains(format_json(document(inputs).at("residual_risks")), "Shifted dates"));
  CHECK(contains(format_json(document(inputs).at("next_steps")), "withheld"));
  inputs.left_out.clear();
  CHECK_FALSE(contains(format_json(document(inputs).at("next_steps")), "Decide on what was withheld"));
}

TEST_CASE("the residual risks that no setting removes are always told") {
  const std::string risks = format_json(document(ReadinessInputs{}).at("residual_risks"));
  CHECK(contains(risks, "comparing images"));
  CHECK(contains(risks, "backups"));
}

TEST_CASE("figures get words, and those of the person's own anatomy stay private") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.images.resize(1);
  inputs.images.front().figures = {{"removed_share", 0.25, "", {}, {}},
                                   {"removed share", 0.25, "", {}, {}},
                                   {"own_cavity_ml", 1403.0, "", {}, {}},
                                   {"a new figure", 1.0, "mm", {}, {}}};
  const std::string shown = format_json(document(inputs).at("participants"));
  CHECK(contains(shown, "share of the image that was removed"));
  CHECK_FALSE(contains(shown, "1403"));
  CHECK(contains(shown, "a new figure"));
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
  apply_answers(again, inputs.answers, inputs.created, tables());
  CHECK_FALSE(contains(format_json(again.at("questions")), "interpretation"));
}

TEST_CASE("of fewer persons than one group needs no figure is shown, of as many they are") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.risk.persons = GENERATE(4U, 5U);
  inputs.risk.after = {.uniques = 1, .below_k = 5, .smallest_group = 1, .groups = 3, .average = 0.6};
  inputs.risk.group_sizes.clear();
  inputs.risk.suppressed = 0;
  const bool few = inputs.risk.persons == 4;
  const Json readiness = document(inputs);
  const Json& risk = readiness.at("risk");
  CHECK(risk.at("figures_left_out").as_bool() == few);
  CHECK(risk.at("after").is_null() == few);
  CHECK(risk.at("identifiers").as_array().front().at("loss").is_null() == few);
  CHECK(contains(risk.at("sentence").as_string(), "left out of this edition") == few);
  CHECK(contains(format_json(readiness), "60 %") != few);
  CHECK(contains(document_check(readiness, "R9").at("observed").as_string(), "60 %") != few);
  CHECK(contains(document_check(readiness, "R20").at("observed").as_string(), "by column") != few);
  CHECK(contains(test::page_of(readiness), "Persons in groups smaller than k") != few);
}

TEST_CASE("what the policy keeps is named where it is released, and counted where it is not") {
  ReadinessInputs inputs = test::example_inputs();
  for (ReportedImage& image : inputs.images) image.face = FaceVerdict::defaced;
  CHECK(document(inputs).at("policy").at("kept_by_choice").as_array().empty());
  CHECK(contains(test::page_of(document(inputs)), "the policy keeps no more than the preset"));
  inputs.policy.kept = {.columns = {"bdi_total", "huisarts", "sex"},
                        .texts = {"age"},
                        .types = {},
                        .files = {"stimuli/"},
                        .dicom = {}};
  const std::string page = test::page_of(document(inputs));
  CHECK_FALSE(contains(page, "huisarts"));
  CHECK(
      contains(page, "(keep_columns)</span>: <code>bdi_total, sex</code> <span>and in no released table: 1"));
  CHECK(contains(page, "(keep_texts)</span>: <code>age</code>"));
  CHECK(contains(page, "stimuli/"));
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

TEST_CASE("how many are alone for whoever knows every column stands in the first box") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.risk.whole = {
      .uniques = 20, .below_k = 60, .smallest_group = 1, .groups = 100, .average = 100.0 / 240};
  const std::string exact = std::to_string(inputs.risk.whole.uniques) + " of " +
                            std::to_string(inputs.risk.persons) +
                            " persons are alone for whoever knows every released column.";
  CHECK(document(inputs).at("verdict").at("alone").as_string() == exact);
  CHECK(contains(test::page_of(document(inputs)), exact));
  inputs.risk.whole = {.uniques = 0, .below_k = 0, .smallest_group = 6, .groups = 30, .average = 30.0 / 240};
  CHECK(document(inputs).at("verdict").at("alone").as_string() ==
        "Nobody is alone for whoever knows every released column.");
  inputs.published = false;
  CHECK(document(inputs).at("verdict").at("alone").as_string().empty());
}
