// What is told of counts of persons, of ages and of groups.
#include <catch2/catch.hpp>
#include <string>

#include "readiness/document_cases.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

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
  CHECK(contains(sentence(),
                 "Groups of 5 persons would cost: age, sex. The average chance of a right link would then be "
                 "14.3 % by the details that are left, 42.9 % with every column of the tables of persons "
                 "known; the controller "
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
  const Answers::Dpo advice = inputs.answers.dpo;
  inputs.answers.dpo = {};
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
               "the details that are left, 24.2 % with every column of the tables of persons known."));
  // Who advised on this very release has weighed them: the step is over.
  inputs.answers.dpo = advice;
  REQUIRE(document(inputs).at("sign_off").at("state").as_string() == "valid");
  CHECK_FALSE(contains(steps(document(inputs)), "Counted in this release"));
  inputs.answers.dpo = {};
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
  inputs.demographics.age_recipes.front().whole = inputs.risk.whole;
  CHECK(
      contains(sentence(), "The latter is as now: wider ages alone do not help against somebody who knows"));
  inputs.demographics.age_recipes.front().reached = false;
  CHECK(contains(sentence(), "Groups of 5 persons would cost: age. "));
  CHECK(
      contains(sentence(),
               "Wider ages were tried first, with limits at every 10 years (at every 20 for more than 2,000 "
               "persons) or those of the policy: with none of them it costs less."));
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

TEST_CASE(
    "groups that other ages would give are not said to be out of reach, and each choice of ages is told") {
  ReadinessInputs inputs = test::inputs_with_population();
  inputs.demographics.smallest_class = 1;
  inputs.risk.reached = false;
  const auto risk = [&] { return document(inputs).at("risk").at("sentence").as_string(); };
  const auto r55 = [&] { return document_check(document(inputs), "R55").at("observed").as_string(); };
  CHECK(contains(risk(),
                 "Groups of 5 persons were not reached with the ages as they stand; with the ages 0-39, "
                 "40-59, 60+ they are. The coarsest useful details stay."));
  CHECK(contains(
      r55(), "were not formed with the ages as they stand, and would be with the ages 0-39, 40-59, 60+: "));
  CHECK_FALSE(contains(risk(), "More detail stays"));
  AgeRecipeFacts finer = inputs.demographics.age_recipes.front();
  finer.limits = {30, 40, 60};
  finer.settled = false;
  inputs.demographics.age_recipes.push_back(finer);
  CHECK(contains(risk(),
                 R"(More detail stays with {"age_bands": [30, 40, 60]}: the ages are then 0-29, 30-39, )"
                 "40-59, 60+, and some still tell something by themselves. The controller chooses."));
  CHECK(contains(risk(), "with the ages 0-39, 40-59, 60+ they are"));
  inputs.answers.dpo = {};
  CHECK(contains(
      format_json(document(inputs).at("next_steps")),
      "Named first are ages of which none tells anything by itself, then those that keep most detail in "
      "groups of k persons."));
  inputs.demographics.age_recipes.clear();
  CHECK(contains(risk(), "Groups of 5 persons were not reached with details that are of use. The coarsest"));
  CHECK(contains(r55(), "could not be formed with details of use"));
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
  CHECK(contains(observed("R41"), "judged by A. Kijker on 2026-11-23 for this release, as declared"));
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
  inputs.columns.push_back({"events", "onset", ColumnDecision::kept, "", ColumnRole::other, true});
  inputs.column_ends = {{"events", "onset", ColumnValues::numbers, inputs.policy.k}};
  CHECK(contains(observed("R41"), "of the task or the recording, not of a person: events.onset"));
  inputs.column_ends.front().fewest_alike = inputs.policy.k - 1;
  CHECK(contains(
      observed("R41"),
      "of the task, not the same for all, so that a log of the task tells whose they are: events.onset"));
  inputs.column_ends = {{"phenotype", "reaction_time", ColumnValues::same}};
  CHECK(status("R41") == "PASS");  // nothing is left to judge
  CHECK(document_check(document(inputs), "R41").at("basis").as_string() == "measured");
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
  CHECK(contains(document_check(readiness, "R55").at("observed").as_string(), "60 %") != few);
  CHECK(contains(document_check(readiness, "R20").at("observed").as_string(), "by column") != few);
  CHECK(contains(test::page_of(readiness), "Persons in groups smaller than k") != few);
}

TEST_CASE("how many are alone for whoever knows every column stands in the first box") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.risk.whole = {
      .uniques = 20, .below_k = 60, .smallest_group = 1, .groups = 100, .average = 100.0 / 240};
  const std::string exact = std::to_string(inputs.risk.whole.uniques) + " of " +
                            std::to_string(inputs.risk.persons) +
                            " persons are alone for whoever knows every released column of the tables of "
                            "persons.";
  inputs.contents.clear();
  CHECK(document(inputs).at("verdict").at("alone").as_string() == exact);
  CHECK(contains(test::page_of(document(inputs)), exact));
  inputs.risk.whole = {.uniques = 0, .below_k = 0, .smallest_group = 6, .groups = 30, .average = 30.0 / 240};
  CHECK(
      document(inputs).at("verdict").at("alone").as_string() ==
      "Nobody is alone for whoever knows every released column of the tables of persons; the average chance "
      "to point at the right person by them is 12.5 %.");
  inputs.contents = {
      {.kind = ContentKind::events, .alone = 238, .columns = {{"onset", 237}, {"response_time", 9}}},
      {.kind = ContentKind::files, .alone = 1},
      {.kind = ContentKind::devices, .alone = 0},
      {.kind = ContentKind::sidecars, .alone = 240}};
  // 238 would tell of two who are not alone, 237 of one who is by other columns.
  CHECK(
      document(inputs).at("verdict").at("alone").as_string() ==
      "Nobody is alone for whoever knows every released column of the tables of persons; the average chance "
      "to point at the right person by them is 12.5 %. At least 5 of 240 persons are alone by what their "
      "events tables hold. Fewer than 5 of 240 persons are alone by which "
      "images, tables and recordings they have. Nobody is alone by the devices that their sidecars name. 240 "
      "of 240 persons are alone by all that their sidecars say.");
  const Json events = document(inputs).at("risk").at("contents").as_array().front();
  CHECK(events.at("columns").as_array().front().at("alone").as_string() == "5+");
  CHECK(events.at("columns").as_array().back().at("alone").as_string() == "9");
  CHECK(
      contains(format_json(document(inputs).at("residual_risks")), "A log of the task leads to the person"));
  inputs.contents.front().alone = 0;
  CHECK_FALSE(contains(format_json(document(inputs).at("residual_risks")), "A log of the task"));
  // Nothing stands between the rules that are not met and their list.
  inputs.policy.preset = "open";
  inputs.risk.reached = false;
  const std::string page = test::page_of(document(inputs));
  REQUIRE(contains(page, "<ul class=\"failed\">"));
  CHECK(page.find("<ul class=\"failed\">") < page.find("Nobody is alone"));
  inputs.published = false;
  CHECK(document(inputs).at("verdict").at("alone").as_string().empty());
}
