#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"
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
          .smallest_group = 1,
          .groups = groups.size(),
          .average = 0.5};
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

RiskFacts risk_of_groups(const Sizes& before, const Sizes& after, std::uint64_t k, std::uint64_t suppressed) {
  RiskFacts risk;
  risk.persons = persons_in(before, 1, 0);
  risk.suppressed = suppressed;
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
    const std::uint64_t suppressed = random() % 3 == 0 ? random() % 7 : 0;
    const Sizes before = drawn_groups(random, persons);
    const Sizes after = drawn_groups(random, persons - std::min(persons, suppressed));
    const Json told = told_of(risk_of_groups(before, after, k, suppressed), k);
    check_no_few(told, "before", persons, k);
    check_no_few(told, "after", persons, k);
  }
}

TEST_CASE(
    "rows of group sizes below k become one where one is of few persons, and go beyond k where all are") {
  const auto rows = [](const Sizes& groups, std::uint64_t k) {
    std::string words;
    for (const GroupSizes& row : told_sizes(risk_of_groups(groups, groups, k, 0), k))
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
  RiskFacts risk = risk_of_groups(groups, groups, 5, 0);
  risk.reached = false;
  const Json told = told_of(risk, 5);
  CHECK(told.at("after").at("below_k").as_string() == "9");
  CHECK(told.at("after").at("uniques").as_string() == "5+");
  CHECK(
      told.at("sentence").as_string().find("9 of the persons are in a group smaller than that, 5+ of them") !=
      std::string::npos);
}
