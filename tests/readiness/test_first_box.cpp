// What the first box says of the persons in a release, before anybody reads on.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "readiness/document_cases.hpp"
#include "readiness/texts.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

// All answers right, for restricted access, of healthy people without scores or dates.
ReadinessInputs plain_persons() {
  ReadinessInputs inputs = answered_inputs();
  inputs.answers.clinical = "none";
  inputs.policy.moved_dates = false;
  std::erase_if(inputs.columns, [](const auto& column) { return column.role == ColumnRole::clinical_score; });
  return inputs;
}

// The same with a child who is alone in a band of ages.
ReadinessInputs inputs_with_a_child() {
  ReadinessInputs inputs = plain_persons();
  inputs.policy.k = 3;
  inputs.demographics.under_16 = 1;
  inputs.demographics.smallest_class = 1;
  inputs.demographics.child_ages = {"0-19"};
  inputs.demographics.few_ages = true;
  inputs.risk.reached = false;
  inputs.risk.suppressed = 0;
  inputs.risk.group_sizes.clear();
  inputs.risk.after = {.uniques = 2, .below_k = 4, .smallest_group = 1, .groups = 60, .average = 60.0 / 240};
  return inputs;
}

std::vector<std::string> said_of_persons(const Json& readiness) {
  std::vector<std::string> said;
  for (const Json& point : readiness.at("verdict").at("persons").as_array())
    said.push_back(point.at("requirement").as_string() + ": " + point.at("sentence").as_string());
  return said;
}

std::vector<std::string> said_of_persons(const ReadinessInputs& inputs) {
  return said_of_persons(document(inputs));
}

using Said = std::vector<std::string>;

constexpr const char* k_children = "R53: Children under 16 are among the participants.";
constexpr const char* k_child_ages = "R53: Released ages that by themselves point to children: 0-19.";
constexpr const char* k_few_ages = "R9: Some released ages are those of fewer than 5 persons.";

}  // namespace

TEST_CASE("the first box tells of children, of groups smaller than k and of ages that tell something") {
  const Json readiness = document(inputs_with_a_child());
  CHECK(
      said_of_persons(readiness) ==
      Said{k_children,
           "R55: Groups of k = 3 persons were not reached: by the details in the tables, fewer than 5 of 240 "
           "persons are in smaller ones, which restricted access alone can bear.",
           k_child_ages, k_few_ages});
  const std::string page = page_of(readiness);
  const std::string box = page.substr(0, page.find("id=\"steps\""));
  const std::size_t at = box.find("Of the persons in this release:");
  REQUIRE(at != std::string::npos);
  CHECK(at < box.find("are alone"));
  for (const Json& point : readiness.at("verdict").at("persons").as_array())
    CHECK(box.find(point.at("sentence").as_string(), at) != std::string::npos);
}

TEST_CASE("the first box tells what was declared of the persons and weighs") {
  const auto said = [](const char* path, const Json& value) {
    ReadinessInputs inputs = inputs_with_a_child();
    inputs.answers = answers_of(with_answer(plain_answers(), path, value));
    return said_of_persons(inputs);
  };
  const auto holds = [](const Said& all, const char* wanted) {
    return std::find(all.begin(), all.end(), wanted) != all.end();
  };
  const char* findings = "R54: Some have findings by which they would be recognised, as declared.";
  CHECK(holds(said("clinical", "unusual_abnormalities"), findings));
  CHECK_FALSE(holds(said("clinical", "patients"), findings));
  const char* rare =
      "R11: They belong to a small or rare population, in which people know each other, as declared.";
  CHECK(holds(said("population.rare", true), rare));
  CHECK_FALSE(holds(said("population.rare", false), rare));
  const char* others =
      "R15: Some take part in other public datasets too, as declared: their images can be matched.";
  CHECK(holds(said("other_public_datasets", "some"), others));
  CHECK_FALSE(holds(said("other_public_datasets", "no"), others));
  const char* protect = "R25: Some need extra protection, as declared.";
  CHECK(holds(said("vulnerable", list_of("small_community")), protect));
  CHECK_FALSE(holds(said("vulnerable", list_of("none")), protect));
  CHECK_FALSE(holds(said("vulnerable", list_of("children_under_16")), protect));
}

TEST_CASE("a release of adults in groups of k, of whom no age tells anything, has nothing of it") {
  ReadinessInputs inputs = inputs_with_a_child();
  inputs.demographics.under_16 = 0;
  inputs.demographics.child_ages.clear();
  inputs.answers.vulnerable = {{"none"}};
  CHECK(said_of_persons(inputs).size() == 2);
  CHECK(said_of_persons(inputs).back() == k_few_ages);
  inputs.demographics.few_ages = false;
  CHECK(said_of_persons(inputs).size() == 1);
  inputs.risk.reached = true;
  CHECK(said_of_persons(inputs).empty());
  CHECK_FALSE(contains(page_of(document(inputs)), "Of the persons in this release:"));
  inputs = inputs_with_a_child();
  inputs.published = false;
  CHECK(said_of_persons(inputs).empty());
}

TEST_CASE("children whom only the answers name are told as declared") {
  ReadinessInputs inputs = inputs_with_a_child();
  inputs.demographics = {};
  inputs.risk.reached = true;
  inputs.answers.vulnerable = {{"children_under_16"}};
  CHECK(said_of_persons(inputs) == Said{"R53: Children under 16 are among the participants, as declared."});
  inputs.answers.vulnerable.reset();
  CHECK(said_of_persons(inputs).empty());
}

TEST_CASE("how many are in groups smaller than k is told in the first box as everywhere, or not at all") {
  ReadinessInputs inputs = inputs_with_a_child();
  const auto groups = [&] { return said_of_persons(inputs).at(1); };
  inputs.risk.after = {
      .uniques = 20, .below_k = 60, .smallest_group = 1, .groups = 70, .average = 70.0 / 240};
  const Json told = document(inputs).at("risk").at("after").at("below_k");
  REQUIRE(told.as_string() == "60");
  CHECK(contains(groups(), "by the details in the tables, 60 of 240 persons are in smaller ones"));
  inputs.risk.after = {
      .uniques = 236, .below_k = 238, .smallest_group = 1, .groups = 238, .average = 238.0 / 240};
  const std::string least = document(inputs).at("risk").at("after").at("below_k").as_string();
  REQUIRE(least.back() == '+');
  CHECK(contains(groups(), "at least " + least.substr(0, least.size() - 1) + " of 240 persons are in"));
  inputs.risk.after = {.uniques = 240, .below_k = 240, .smallest_group = 1, .groups = 240, .average = 1.0};
  CHECK(contains(groups(), "every person is unique by the details in the tables, which restricted access"));
  inputs.risk.persons = 4;
  inputs.risk.after = {.uniques = 1, .below_k = 4, .smallest_group = 1, .groups = 2, .average = 0.5};
  CHECK(groups() == "R55: Groups of k = 3 persons were not reached, which restricted access alone can bear.");
}

TEST_CASE(
    "the first box tells patients, their scores, dates that were moved, and that a k of 1 hides nobody") {
  const auto holds = [](const ReadinessInputs& inputs, const char* wanted) {
    const Said all = said_of_persons(inputs);
    return std::find(all.begin(), all.end(), wanted) != all.end();
  };
  struct Case {
    const char* sentence;
    std::function<void(ReadinessInputs&)> change;
  };
  const std::vector<Case> cases = {
      {"R54: There are patients among them, as declared.",
       [](ReadinessInputs& inputs) { inputs.answers.clinical = "patients"; }},
      {"R36: Clinical data of them are released: a column of phenotype with a name of its own.",
       [](ReadinessInputs& inputs) { inputs.columns = answered_inputs().columns; }},
      {"R39: Dates are moved by one number of days for each person; times of day and intervals stay.",
       [](ReadinessInputs& inputs) { inputs.policy.moved_dates = true; }},
      {"R4: k = 1: no group hides anybody among others who are alike.",
       [](ReadinessInputs& inputs) { inputs.policy.k = 1; }}};
  for (const Case& one : cases) {
    INFO(one.sentence);
    ReadinessInputs inputs = plain_persons();
    CHECK_FALSE(holds(inputs, one.sentence));
    one.change(inputs);
    CHECK(holds(inputs, one.sentence));
    CHECK(contains(page_of(document(inputs)), one.sentence + std::string_view(one.sentence).find(' ') + 1));
  }
}

TEST_CASE("the first box tells what sharing rests on, as far as it was answered") {
  const auto ground = [](const ReadinessInputs& inputs) {
    Said said;
    const Json verdict = document(inputs).at("verdict");
    for (const Json& point : verdict.at("ground").as_array())
      said.push_back(point.at("sentence").as_string());
    return said;
  };
  ReadinessInputs inputs = plain_persons();
  inputs.answers.legal_basis.type = "public_interest";
  inputs.answers.legal_basis.article9_exemption = "research";
  inputs.answers.repository = "Zenodo";
  CHECK(ground(inputs) == Said{"Legal basis: public interest.",
                               "Exemption for special categories of data: research.",
                               "To be kept at: Zenodo."});
  CHECK(contains(page_of(document(inputs)), "What sharing rests on, as declared:"));
  inputs.answers.legal_basis.article9_exemption = "other";
  inputs.answers.legal_basis.article9_other = "Art. 9(2)(g), a law of 2020";
  CHECK(ground(inputs).at(1) == "Exemption for special categories of data: Art. 9(2)(g), a law of 2020.");
  inputs.answers = {};
  CHECK(ground(inputs).empty());
  CHECK_FALSE(contains(page_of(document(inputs)), "What sharing rests on, as declared:"));
}

TEST_CASE("what the first box says of persons is Dutch in the Dutch one") {
  const Texts dutch = load_dutch_texts().value();
  ReadinessInputs all = inputs_with_a_child();
  all.answers.clinical = "patients";
  all.columns = answered_inputs().columns;
  all.policy.moved_dates = true;
  std::set<std::string> unknown;
  for (const ReadinessInputs& inputs : {inputs_with_a_child(), all}) {
    const Json verdict = document(inputs).at("verdict");
    for (const char* part : {"persons", "ground"})
      for (const Json& point : verdict.at(part).as_array())
        (void)dutch.translate(point.at("sentence").as_string(), &unknown);
  }
  (void)dutch.translate("Of the persons in this release:", &unknown);
  for (const std::string& text : unknown) UNSCOPED_INFO(text);
  CHECK(unknown.empty());
}
