#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"
#include "readiness/leaving_out.hpp"
#include "readiness/texts.hpp"
#include "readiness/told_counts.hpp"

using namespace shareready;
using namespace shareready::readiness;

namespace {

using Sizes = std::vector<std::uint64_t>;

std::uint64_t persons_in(const Sizes& groups, std::uint64_t from, std::uint64_t to) {
  std::uint64_t persons = 0;
  for (const std::uint64_t size : groups) persons += size >= from && (to == 0 || size <= to) ? size : 0;
  return persons;
}

RiskFigures figures_of(const Sizes& groups, std::uint64_t k) {
  return {.uniques = persons_in(groups, 1, 1),
          .below_k = persons_in(groups, 1, k - 1),
          .smallest_group = groups.empty() ? 0 : *std::min_element(groups.begin(), groups.end()),
          .groups = groups.size(),
          .average = groups.empty() ? 0.0
                                    : static_cast<double>(groups.size()) /
                                          static_cast<double>(persons_in(groups, 1, 0))};
}

// Groups of few sizes, so that few persons are often left.
Sizes drawn_groups(std::mt19937& random, std::uint64_t persons) {
  Sizes groups;
  const std::uint64_t largest = 1 + random() % 12;
  while (persons > 0) {
    groups.push_back(std::min<std::uint64_t>(persons, 1 + random() % largest));
    persons -= groups.back();
  }
  return groups;
}

RiskFacts risk_of_groups(const Sizes& before, const Sizes& after, std::uint64_t k) {
  RiskFacts risk;
  risk.persons = persons_in(before, 1, 0);
  risk.before = figures_of(before, k);
  risk.after = figures_of(after, k);
  const Sizes begins = k > 2 ? Sizes{1, 2, k, 2 * k, 5 * k} : Sizes{1, 2, 5, 10};
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const std::uint64_t to = i + 1 < begins.size() ? begins[i + 1] - 1 : 0;
    risk.group_sizes.push_back(
        {begins[i], to, persons_in(before, begins[i], to), persons_in(after, begins[i], to)});
  }
  risk.identifiers = {{"sex", "as it is", 0.0, 0, 0.0}};
  return risk;
}

// Every number of persons that is told, as those in groups up to a size, is a point; what lies between two is
// what a reader gets by subtraction.
void check_no_few(const Json& risk, const char* side, std::uint64_t persons, std::uint64_t k) {
  std::vector<std::uint64_t> points{0, persons};
  std::uint64_t sum = 0;
  for (const Json& row : risk.at("group_sizes").as_array()) {
    if (!row.at(side).is_number()) break;
    sum += static_cast<std::uint64_t>(row.at(side).as_int());
    points.push_back(sum);
  }
  for (const char* figure : {"uniques", "below_k"}) {
    const Json& told = risk.at(side).at(figure);
    if (told.is_number()) points.push_back(static_cast<std::uint64_t>(told.as_int()));
  }
  std::sort(points.begin(), points.end());
  for (std::size_t i = 1; i < points.size(); ++i) {
    const std::uint64_t between = points[i] - points[i - 1];
    INFO("k " << k << ", " << side << ": " << format_json(risk.at("group_sizes"))
              << format_json(risk.at(side)));
    REQUIRE((between == 0 || between >= fewest_told(k)));
  }
}

MeasureFacts without(const std::string& name, const RiskFigures& whole) {
  return {.limits = {}, .columns = {name}, .policy_columns = {name}, .whole = whole};
}

Json told_of(const RiskFacts& risk, std::uint64_t k) {
  ReadinessInputs inputs;
  inputs.policy.k = k;
  inputs.risk = risk;
  return risk_json(inputs);
}

}  // namespace

TEST_CASE("no number of few persons follows from the numbers that are told of groups, whatever their sizes") {
  std::mt19937 random(20261128);
  for (int trial = 0; trial < 5000; ++trial) {
    const std::uint64_t k = 2 + random() % 9, persons = fewest_told(k) + random() % 120;
    const Sizes before = drawn_groups(random, persons);
    const Sizes after = drawn_groups(random, persons);
    const Json told = told_of(risk_of_groups(before, after, k), k);
    check_no_few(told, "before", persons, k);
    check_no_few(told, "after", persons, k);
  }
}

// All ways to part persons into groups, none larger than `largest`.
void part(std::uint64_t persons, std::uint64_t largest, Sizes& groups, std::vector<Sizes>& all) {
  if (persons == 0) all.push_back(groups);
  for (std::uint64_t size = std::min(persons, largest); size > 0; --size) {
    groups.push_back(size);
    part(persons - size, size, groups, all);
    groups.pop_back();
  }
}

// Persons alone, below k but not alone, not below k.
Sizes numbers_of(const Sizes& groups, std::uint64_t k) {
  const std::uint64_t alone = persons_in(groups, 1, 1), below = persons_in(groups, 1, k - 1);
  return {alone, below - alone, persons_in(groups, k, 0)};
}

// A way in which persons can be, and what is told of it.
struct Parted {
  Sizes groups;
  Json told;
};

std::vector<Parted> all_parted(std::uint64_t persons, std::uint64_t k) {
  std::vector<Sizes> parts;
  Sizes groups;
  part(persons, persons, groups, parts);
  std::vector<Parted> all;
  for (Sizes& one : parts) {
    RiskFacts risk = risk_of_groups(one, one, k);
    risk.before = {};
    risk.highest_after = 1.0 / static_cast<double>(risk.after.smallest_group);
    risk.whole = figures_of(one, k);
    for (GroupSizes& row : risk.group_sizes) row.before = 0;
    Json told = told_of(risk, k);
    all.push_back({std::move(one), std::move(told)});
  }
  return all;
}

bool fits(std::uint64_t count, const Json& told) {
  if (told.is_number()) return count == static_cast<std::uint64_t>(told.as_int());
  const std::string& words = told.as_string();
  const std::uint64_t limit = std::stoull(words.front() == '<' ? words.substr(1) : words);
  return words.front() == '<' ? count > 0 && count < limit : count >= limit;
}

// A chance is told as it is where the number of groups is, or rounded up to some step.
bool fits_average(double average, const Json& figures) {
  const double told = figures.at("average").as_double();
  const auto rounded = [&](double step) { return std::ceil(average / step - 1e-9) * step; };
  if (std::abs(average - told) < 1e-9) return true;
  if (figures.at("groups").is_number()) return false;
  const auto steps = {0.01, 0.05, 0.1, 0.25, 0.5, 1.0};
  return std::any_of(steps.begin(), steps.end(),
                     [&](double step) { return std::abs(rounded(step) - told) < 1e-9; });
}

bool fits_figures(const Sizes& groups, const Json& figures, std::uint64_t k) {
  const RiskFigures counted = figures_of(groups, k);
  return fits(counted.uniques, figures.at("uniques")) && fits(counted.below_k, figures.at("below_k")) &&
         fits(counted.smallest_group, figures.at("smallest_group")) &&
         (!figures.at("groups").is_number() || fits(counted.groups, figures.at("groups"))) &&
         fits_average(counted.average, figures);
}

bool fits_release(const Parted& one, const Json& risk, std::uint64_t k) {
  for (const Json& row : risk.at("group_sizes").as_array()) {
    const auto from = static_cast<std::uint64_t>(row.at("from").as_int());
    const auto to = row.at("to").is_number() ? static_cast<std::uint64_t>(row.at("to").as_int()) : 0;
    if (!fits(persons_in(one.groups, from, to), row.at("after"))) return false;
  }
  return fits_figures(one.groups, risk.at("after"), k);
}

// What is told of `of` fits another way to be, for each number of few persons in it.
void check_open(const Parted& of, const std::vector<Parted>& all, std::uint64_t k, bool whole) {
  const Sizes own = numbers_of(of.groups, k);
  std::vector<bool> open;
  for (const std::uint64_t number : own) open.push_back(number == 0 || number >= fewest_told(k));
  for (const Parted& other : all) {
    const bool fit =
        whole ? fits_figures(other.groups, of.told.at("whole"), k) : fits_release(other, of.told, k);
    if (!fit) continue;
    const Sizes numbers = numbers_of(other.groups, k);
    for (std::size_t i = 0; i < own.size(); ++i) open[i] = open[i] || numbers[i] != own[i];
  }
  INFO("persons " << of.told.at("persons").as_string() << ", k " << k << ", whole " << whole
                  << format_json(of.told.at(whole ? "whole" : "after"))
                  << format_json(of.told.at("group_sizes")));
  CHECK(std::all_of(open.begin(), open.end(), [](bool one) { return one; }));
  // What is told is true.
  CHECK((whole ? fits_figures(of.groups, of.told.at("whole"), k) : fits_release(of, of.told, k)));
}

TEST_CASE("whatever the groups are, what is told of them fits others with other numbers of few persons") {
  std::size_t chances = 0, counts = 0, all_ways = 0;
  for (const std::uint64_t persons : {5U, 6U, 7U, 8U, 9U, 10U, 11U, 12U, 13U, 16U}) {
    for (std::uint64_t k = 2; k <= 5; ++k) {
      const std::vector<Parted> all = all_parted(persons, k);
      for (const Parted& one : all) {
        check_open(one, all, k, false);
        check_open(one, all, k, true);
        const Json& whole = one.told.at("whole");
        chances += whole.at("groups").is_number() ? 1U : 0U;
        counts += whole.at("uniques").is_number() ? 1U : 0U;
        ++all_ways;
      }
    }
  }
  // Most is told all the same.
  CHECK(chances * 10 > all_ways * 7);
  CHECK(counts * 10 > all_ways * 3);
}

TEST_CASE(
    "rows of group sizes below k become one where one is of few persons, and go beyond k where all are") {
  const auto rows = [](const Sizes& groups, std::uint64_t k) {
    std::string words;
    for (const GroupSizes& row : told_sizes(risk_of_groups(groups, groups, k), k))
      words +=
          std::to_string(row.from) + "-" + std::to_string(row.to) + ":" + std::to_string(row.after) + " ";
    return words;
  };
  CHECK(rows({1, 1, 1, 3, 4, 6}, 5) == "1-4:10 5-9:6 10-24:0 25-0:0 ");
  CHECK(rows({1, 1, 1, 2, 2, 3, 14}, 3) == "1-2:7 3-14:17 15-0:0 ");
  CHECK(rows({1, 1, 1, 6}, 5) == "1-9:9 10-24:0 25-0:0 ");
  CHECK(rows({1, 1, 1, 1, 1, 2, 2, 2, 8}, 5) == "1-1:5 2-4:6 5-9:8 10-24:0 25-0:0 ");
}

TEST_CASE("a number that would give another away is told as five or more") {
  const Sizes groups{1, 1, 1, 1, 1, 1, 3, 8};
  RiskFacts risk = risk_of_groups(groups, groups, 5);
  risk.reached = false;
  const Json told = told_of(risk, 5);
  CHECK(told.at("after").at("below_k").as_string() == "9");
  CHECK(told.at("after").at("uniques").as_string() == "5+");
  CHECK(
      told.at("sentence").as_string().find("9 of the persons are in a group smaller than that, 5+ of them") !=
      std::string::npos);
}

TEST_CASE("a count that the number of groups would open is told as the least that follows from it anyway") {
  // 24 persons in 20 groups, 17 alone: with 17 told the other seven are 2, 2 and 3.
  Sizes groups(17, 1);
  for (const std::uint64_t size : {2U, 2U, 3U}) groups.push_back(size);
  RiskFacts risk = risk_of_groups(groups, {12, 12}, 3);
  risk.whole = figures_of(groups, 3);
  risk.measures = {without("iq", figures_of({1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3}, 3))};
  const Json told = told_of(risk, 3);
  CHECK(told.at("whole").at("groups").as_int() == 20);
  CHECK(told.at("whole").at("uniques").as_string() == "16+");
  CHECK(told.at("whole").at("below_k").as_string() == "18+");
  CHECK(told.at("without").as_array().front().at("uniques").as_int() == 8);
  CHECK(told.at("without").as_array().front().at("average").as_double() == Approx(0.625));
  CHECK(told.at("sentence")
            .as_string()
            .find("Leaving out one column helps most with: iq (average chance of a "
                  "right link then 62.5 %).") != std::string::npos);
}

TEST_CASE("columns that help as much when they are left out are all named, and stay names in Dutch") {
  const Sizes groups(24, 1), fewer(12, 2), half{12, 12};
  RiskFacts risk = risk_of_groups(half, half, 3);
  risk.whole = figures_of(groups, 3);
  risk.measures = {without("iq", figures_of(fewer, 3)), without("mmse", figures_of(groups, 3)),
                   without("age", figures_of(fewer, 3))};
  const Json told = told_of(risk, 3);
  const std::string words = told_of_leaving_out(told.at("without"), 1.0);
  CHECK(
      words ==
      " Leaving out one column helps most with: iq, age (average chance of a right link then 50.0 % each).");
  const std::string dutch = load_dutch_texts().value().translate(words);
  CHECK(dutch.find("bij: iq, age (") != std::string::npos);
}

TEST_CASE("of two persons alike among others who are alone no number of groups is told, nor their chance") {
  Sizes groups(22, 1);
  groups.push_back(2);
  RiskFacts risk = risk_of_groups(groups, groups, 3);
  risk.whole = figures_of(groups, 3);
  risk.trade_offs = {{5, 0.2, 0.1, 23.0 / 24.0}};
  const Json told = told_of(risk, 3);
  CHECK(told.at("whole").at("groups").is_null());
  CHECK(told.at("whole").at("average").as_double() == 1.0);
  CHECK(told.at("trade_offs").as_array().front().at("average_whole").as_double() == 1.0);
}

TEST_CASE(
    "of smaller groups that would bring a column back nothing is told, as it would tell of few persons") {
  RiskFacts risk = risk_of_groups({4, 4, 8, 8}, {4, 4, 8, 8}, 3);
  risk.trade_offs = {{2, 0.3, 5.0 / 24.0, 0.9, {}, {"handedness"}},
                     {2, 0.3, 0.2, 0.9, {}, {}},
                     {3, 0.4, 4.0 / 24.0, 0.9, {}, {}},
                     {5, 0.5, 0.1, 0.9, {"age"}, {"handedness"}}};
  const Json told = told_of(risk, 3);
  std::vector<std::int64_t> rows;
  for (const Json& row : told.at("trade_offs").as_array()) rows.push_back(row.at("k").as_int());
  CHECK(rows == std::vector<std::int64_t>{2, 3, 5});
  CHECK(told.at("trade_offs").as_array().front().at("returned").as_array().empty());
}

TEST_CASE(
    "beside a number of few persons that one detail singles out no other number of such persons is told") {
  RiskFacts risk = risk_of_groups(Sizes(24, 1), {4, 4, 8, 8}, 3);
  const auto counts = [&](std::vector<std::uint64_t> special) {
    risk.special_uniques = std::move(special);
    const Json told = told_of(risk, 3);
    std::vector<std::string> words;
    for (const Json& row : told.at("special_uniques").as_array())
      words.push_back(row.at("count").as_string());
    return words;
  };
  CHECK(counts({20, 4}) == std::vector<std::string>{"5+", "<5"});
  CHECK(counts({19, 5, 0}) == std::vector<std::string>{"19", "5", "0"});
}

TEST_CASE("how many a detail singles out, and its part, give back no number of few persons") {
  // 17 alone, 16 of them only with their age: one is without it too.
  Sizes groups(17, 1);
  groups.insert(groups.end(), {11, 11, 11, 10});
  RiskFacts risk = risk_of_groups(groups, {30, 30}, 5);
  risk.identifiers = {{"age", "dropped", 1.0, 16, 25.0 / 26}, {"sex", "as it is", 0.0, 7, 7.0 / 26}};
  risk.special_uniques = {8, 18};
  Json told = told_of(risk, 5);
  REQUIRE(told.at("before").at("uniques").as_string() == "17");
  const auto of = [&](std::size_t i, const char* figure) {
    return told.at("identifiers").as_array()[i].at(figure);
  };
  CHECK(of(0, "uniques_added").as_string() == "5+");
  CHECK(of(1, "uniques_added").as_string() == "7");
  CHECK(of(0, "special_share").as_double() == 1.0);
  CHECK(of(1, "special_share").as_double() == Approx(0.3));
  risk.special_uniques = {24, 2};
  told = told_of(risk, 5);
  CHECK(of(0, "special_share").is_null());
  CHECK(of(1, "special_share").is_null());
}

TEST_CASE("those alone without one column and with it differ by none or many, or are not both told") {
  std::mt19937 random(99);
  for (int trial = 0; trial < 2000; ++trial) {
    const std::uint64_t k = 2 + random() % 4, persons = 10 + random() % 60;
    const Sizes groups = drawn_groups(random, persons);
    // Without a column some of the groups become one.
    Sizes fewer = groups;
    for (std::uint64_t i = random() % 4; i > 0 && fewer.size() > 1; --i) {
      const std::uint64_t last = fewer.back();
      fewer.pop_back();
      fewer.back() += last;
    }
    RiskFacts risk = risk_of_groups(groups, groups, k);
    risk.whole = figures_of(groups, k);
    risk.measures = {without("iq", figures_of(fewer, k))};
    const Json told = told_of(risk, k);
    const Json& with = told.at("whole").at("uniques");
    const Json& without = told.at("without").as_array().front().at("uniques");
    if (!with.is_number() || !without.is_number()) continue;
    const std::int64_t between = with.as_int() - without.as_int();
    CHECK((between == 0 || between >= 5));
  }
}
