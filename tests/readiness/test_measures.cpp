// What is told of columns left out and of wider ages, alone and together, against somebody who knows every
// released column.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "readiness/checks.hpp"
#include "readiness/document_cases.hpp"
#include "readiness/document_release.hpp"
#include "readiness/leaving_out.hpp"
#include "readiness/levers.hpp"
#include "readiness/partitions.hpp"
#include "readiness/report_files.hpp"
#include "readiness/texts.hpp"
#include "readiness/told_counts.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

MeasureFacts measure_of(std::vector<int> limits, std::vector<std::string> columns, const RiskFigures& whole) {
  return {.limits = std::move(limits), .columns = columns, .policy_columns = columns, .whole = whole};
}

RiskFacts risk_in(const Chain& chain, std::uint64_t k) {
  RiskFacts risk;
  risk.persons = in_parts(chain.whole, 1, 1000);
  risk.whole = figures_in(chain.whole, k);
  risk.measures = {measure_of({}, {"iq"}, figures_in(chain.one, k)),
                   measure_of({}, {"age_group", "iq"}, figures_in(chain.two, k))};
  return risk;
}

// What is told of the groups, of one column left out, and of two.
std::vector<ToldFigures> told_in(const Chain& chain, std::uint64_t k) {
  const RiskFacts risk = risk_in(chain, k);
  std::vector<ToldFigures> told{told_whole(risk, k)};
  for (ToldFigures& one : told_measures(risk, k)) told.push_back(std::move(one));
  return told;
}

bool fits_told(const Chain& chain, const std::vector<ToldFigures>& told) {
  const std::vector<const Parts*> levels{&chain.whole, &chain.one, &chain.two};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (!count_fits(in_parts(*levels[i], 1, 1), told[i].uniques) || !chance_fits(*levels[i], told[i]))
      return false;
  }
  return true;
}

Parts alone_in(const Chain& chain) {
  return {in_parts(chain.whole, 1, 1), in_parts(chain.one, 1, 1), in_parts(chain.two, 1, 1)};
}

}  // namespace

TEST_CASE(
    "no number of few persons alone follows from what is told of two measures, each alone and together") {
  std::size_t told_all = 0;
  for (const std::uint64_t persons : {5U, 6U, 7U, 8U, 9U}) {
    const std::vector<Chain> chains = all_chains(persons);
    for (const std::uint64_t k : {2U, 3U, 5U}) {
      std::map<std::string, std::pair<std::vector<ToldFigures>, std::size_t>> said;
      for (const Chain& chain : chains) {
        std::vector<ToldFigures> told = told_in(chain, k);
        CHECK(fits_told(chain, told));
        auto& [figures, ways] = said[words_in(told)];
        figures = std::move(told);
        ++ways;
      }
      for (const auto& [words, what] : said) {
        std::vector<Parts> fitting;
        for (const Chain& chain : chains) {
          if (fits_told(chain, what.first)) fitting.push_back(alone_in(chain));
        }
        for (std::size_t i = 0; i < 3; ++i) {
          const std::uint64_t first = fitting.front()[i];
          const bool open =
              std::any_of(fitting.begin(), fitting.end(), [&](const Parts& way) { return way[i] != first; });
          INFO(persons << " persons, k " << k << ", number " << i << " is " << first << ": " << words);
          CHECK((open || first == 0 || first >= fewest_told(k)));
        }
        told_all += words.find('+') == std::string::npos ? what.second : 0;
      }
    }
  }
  CHECK(told_all > 300);  // where five groups and more become one, all of it
}

namespace {

constexpr const char* k_ages_and_iq = R"({"age_bands": [40], "columns": {"IQ": {"type": "free_text"}}})";
constexpr const char* k_two_columns =
    R"({"columns": {"IQ": {"type": "free_text"}, "age": {"type": "free_text"}}})";

ReadinessInputs measured_inputs() {
  ReadinessInputs inputs = inputs_with_population();
  inputs.demographics.age_recipes.front().limits = {40};
  inputs.answers.dpo = {};
  add_measures(inputs);
  return inputs;
}

}  // namespace

TEST_CASE("the measures that leave nobody alone are named with their policies, where they are weighed") {
  const ReadinessInputs inputs = measured_inputs();
  const Json readiness = document(inputs);
  const std::string both = std::string("Nobody is alone any more by the tables of persons with ") +
                           k_ages_and_iq +
                           " (average chance of a right link then 20.8 %); alone where the images of each "
                           "are known too: at least 40, by all that is known together: at least 200. Nobody "
                           "is alone any more by the tables of "
                           "persons with " +
                           k_two_columns +
                           " (average chance of a right link then 12.5 %); alone where the images of each "
                           "are known too: at least 20, by all that is known together: at least 200.";
  CHECK(contains(readiness.at("risk").at("sentence").as_string(), both));
  CHECK(contains(
      readiness.at("risk").at("sentence").as_string(),
      "Leaving out one column helps most with: iq, age_group (average chance of a right link then 37.5 % "
      "each)."));
  CHECK(
      contains(document_check(readiness, "R55").at("observed").as_string(),
               std::string("events tables and sidecars besides; nobody is alone any more by the tables of "
                           "persons with ") +
                   k_ages_and_iq +
                   " (average chance of a right link then 20.8 %); alone where the images of each are known "
                   "too: at least 40, by all that is known together: at least 200; nobody is alone any more "
                   "by the tables of persons with " +
                   k_two_columns));
  std::string steps;
  for (const Json& step : readiness.at("next_steps").as_array()) steps += step.at("text").as_string();
  CHECK(contains(steps, both));
  const std::string page = page_of(readiness);
  CHECK(contains(page,
                 "Leaving out columns and wider ages, against somebody who knows every column of the tables "
                 "of persons"));
  CHECK(contains(page, "0-39, 40+ + <code>iq</code>"));
}

TEST_CASE("what helps no more than a part of it stands in no row, and few persons are told as few") {
  ReadinessInputs inputs = measured_inputs();
  const auto rows = [&] { return document(inputs).at("risk").at("measures").as_array(); };
  CHECK(rows().size() == 3);  // two pairs, and the ages alone
  for (const Json& row : rows())
    CHECK(row.at("columns").as_array().size() + (row.at("ages").is_string() ? 1 : 0) < 3);
  inputs.risk.measures[3].whole.uniques = 3;
  CHECK(rows().front().at("uniques").as_string() == "<5");
  // 2 groups became one: how many are alone then would tell how many more are alone now.
  const Json readiness = document(inputs);
  const Json& sex = readiness.at("risk").at("without").as_array().back();
  CHECK(sex.at("name").as_string() == "sex");
  CHECK(sex.at("uniques").as_string() == "96+");
  CHECK(contains(page_of(readiness), "at least 96"));
}

TEST_CASE("where it does not follow from what is told which leaves fewest alone, the least chance is named") {
  ReadinessInputs inputs = measured_inputs();
  for (const std::size_t i : {3U, 6U})
    inputs.risk.measures.erase(inputs.risk.measures.begin() + static_cast<int>(i) - (i == 6U ? 1 : 0));
  const Json readiness = document(inputs);
  CHECK(contains(
      readiness.at("risk").at("sentence").as_string(),
      R"(Fewest persons are alone by the tables of persons with {"columns": {"IQ": {"type": "free_text"}}}: 40 (average)"));
  for (MeasureFacts& measure : inputs.risk.measures) measure.whole = inputs.risk.whole;
  CHECK(document(inputs).at("risk").at("best_measures").as_array().empty());
  CHECK_FALSE(contains(document(inputs).at("risk").at("sentence").as_string(), "alone with"));
}

TEST_CASE("the draft assessment holds the figures to weigh with, in both languages") {
  const ReadinessInputs inputs = measured_inputs();
  const auto draft = [&](const char* path) {
    for (const ReportFile& file :
         draft_files(document(inputs), inputs.answers, shipped_sources().drafts, shipped_sources().dutch)) {
      if (file.path == path) return file.content;
    }
    return std::string();
  };
  const std::string english = draft("drafts/impact_assessment.en.md");
  CHECK(
      contains(english,
               "| In the policy file | Ages then | Persons in groups smaller than k = 5 | By these details | "
               "Every column of the tables known |\n| --- |"));
  CHECK(contains(english, "| `{\"age_bands\": [40]}` | 0-39, 40+ | 0 | 2.5 % | 24.2 % |"));
  CHECK(contains(english, "| none, as now | 120 | 70.8 % | at least 160 | at least 236 | – |"));
  CHECK(
      contains(english, std::string("| 0-39, 40+; without iq | 0 | 20.8 % | at least 40 | at least 200 | `") +
                            k_ages_and_iq + "` |"));
  CHECK(contains(english, "Of these considered, and chosen because: [to be filled in]"));
  const std::string dutch = draft("drafts/impact_assessment.nl.md");
  CHECK(contains(dutch, "| geen, zoals nu | 120 | 70,8 % | minstens 160 | minstens 236 | – |"));
  CHECK(contains(dutch, "Hiervan overwogen, en gekozen omdat: [in te vullen]"));
}
