#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "risk/local_suppression.hpp"
#include "risk/sample_risk.hpp"
#include "risk/search.hpp"
#include "risk/wildcard.hpp"

using namespace shareready;
using namespace shareready::risk;

namespace {

using Rows = std::vector<std::vector<std::string>>;

// A table of these rows; "*" is a missing value that agrees with any.
EncodedTable table_of(const Rows& rows, bool wildcards = true) {
  std::vector<Attribute> attributes;
  std::vector<std::vector<std::string>> columns;
  for (std::size_t i = 0; i < rows.front().size(); ++i) {
    auto& column = columns.emplace_back();
    for (const auto& row : rows) column.push_back(row[i]);
    const std::set<std::string> values(column.begin(), column.end());
    Rows levels;
    for (const std::string& value : values) {
      levels.push_back({value, value.size() > 1 ? value.substr(0, 1) + "." : value, "any"});
    }
    Attribute attribute{.name = "column", .hierarchy = make_hierarchy(levels, "column").value()};
    const auto missing = values.find("*");
    if (wildcards && missing != values.end()) {
      attribute.missing = static_cast<Code>(std::distance(values.begin(), missing));
    }
    attributes.push_back(std::move(attribute));
  }
  return encode_table(std::move(attributes), columns).value();
}

// Ages of two digits, sexes and groups; about one cell in seven is missing.
Rows wildcard_people(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  Rows rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.push_back({std::to_string(20 + random() % 30), random() % 2 == 0 ? "F" : "M",
                    std::string(1, static_cast<char>('a' + random() % 3))});
    for (std::string& cell : rows.back()) {
      if (random() % 7 == 0) cell = "*";
    }
  }
  return rows;
}

// The rows that each row agrees with, counted pair by pair over names of values; `masked` cells, by column
// and row, agree with any.
std::vector<std::uint32_t> counted_by_pairs(const EncodedTable& table, const Levels& levels,
                                            const std::vector<std::vector<bool>>& masked = {}) {
  const auto cell = [&](std::size_t row, std::size_t i) -> std::string {
    if (!masked.empty() && masked[i][row]) return "*";
    const Hierarchy& hierarchy = table.attributes[i].hierarchy;
    return hierarchy.names[levels[i]][hierarchy.up[levels[i]][table.cells[i][row]]];
  };
  std::vector<std::uint32_t> matches(table.rows(), 0);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t other = 0; other < table.rows(); ++other) {
      bool agree = true;
      for (std::size_t i = 0; i < levels.size(); ++i) {
        const std::string one = cell(row, i), two = cell(other, i);
        agree = agree && (one == two || one == "*" || two == "*");
      }
      matches[row] += agree ? 1 : 0;
    }
  }
  return matches;
}

}  // namespace

// Source: test suite of ARX 3.9, TestWildcardMatching (three tables with the frequencies of each row).
TEST_CASE("Missing values that agree with any give the frequencies of ARX") {
  const Rows zip{{"M", "4711"}, {"M", "4711"}, {"M", "4711"}, {"*", "4711"},
                 {"*", "4711"}, {"F", "4712"}, {"F", "*"},    {"M", "*"}};
  CHECK(wildcard_matches(table_of(zip), {0, 0}) == std::vector<std::uint32_t>{6, 6, 6, 7, 7, 2, 4, 6});
  const Rows region{{"*", "F", "North"},  {"68", "F", "North"}, {"68", "*", "North"}, {"*", "*", "North"},
                    {"*", "*", "North"},  {"*", "*", "North"},  {"68", "F", "*"},     {"68", "*", "South"},
                    {"68", "F", "South"}, {"68", "F", "South"}};
  CHECK(wildcard_matches(table_of(region), {0, 0, 0}) ==
        std::vector<std::uint32_t>{7, 7, 7, 7, 7, 7, 10, 4, 4, 4});
  const Rows weight{{"73", "C18.7"}, {"73", "C18.7"}, {"*", "C18.7"},  {"*", "C18.7"},  {"*", "C18.2"},
                    {"67", "C18.2"}, {"67", "C18.2"}, {"67", "C18.7"}, {"67", "C18.7"}, {"67", "C18.7"}};
  const std::vector<std::uint32_t> matches = wildcard_matches(table_of(weight), {0, 0});
  CHECK(matches == std::vector<std::uint32_t>{4, 4, 7, 7, 3, 3, 3, 5, 5, 5});
  const SampleRisk risk = sample_risk_of_matches(matches, 4);
  CHECK(risk.highest == Approx(1.0 / 3.0).epsilon(1e-15));
  CHECK(risk.average == Approx((2 / 4.0 + 2 / 7.0 + 3 / 3.0 + 3 / 5.0) / 10.0).epsilon(1e-15));
  CHECK(risk.rows_below_k == 3);
  // As a value of their own they leave smaller groups.
  const EncodedTable plain = table_of(weight, false);
  CHECK(wildcard_matches(plain, {0, 0}) == std::vector<std::uint32_t>{2, 2, 2, 2, 1, 2, 2, 3, 3, 3});
  CHECK(sample_risk(equivalence_classes(plain, {0, 0}).sizes, 4).uniques == 1);
}

TEST_CASE("The count of matches is that of all pairs of rows, and never falls on the way up") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    const EncodedTable table = table_of(wildcard_people(40, seed));
    std::vector<std::uint32_t> below;
    for (const Levels& levels : {Levels{0, 0, 0}, Levels{1, 0, 0}, Levels{1, 2, 0}, Levels{2, 2, 2}}) {
      const std::vector<std::uint32_t> matches = wildcard_matches(table, levels);
      CHECK(matches == counted_by_pairs(table, levels));
      for (std::size_t row = 0; row < below.size(); ++row) CHECK(matches[row] >= below[row]);
      below = matches;
    }
    CHECK(below == std::vector<std::uint32_t>(40, 40));
  }
}

TEST_CASE("A missing value that is one with others at a level no longer agrees with any there") {
  Attribute attribute{
      .name = "column",
      .hierarchy =
          make_hierarchy({{"*", "low", "any"}, {"1", "low", "any"}, {"9", "high", "any"}}, "column").value()};
  attribute.missing = 0;
  const EncodedTable table = encode_table({attribute}, {{"*", "1", "9", "9"}}).value();
  CHECK(wildcard_matches(table, {0}) == std::vector<std::uint32_t>{4, 2, 3, 3});
  CHECK(wildcard_matches(table, {1}) == std::vector<std::uint32_t>{2, 2, 2, 2});
}

TEST_CASE("With missing values that agree with any, the optimum holds and loses no more than every other") {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const Rows rows = wildcard_people(30 + 10 * seed, seed);
    const EncodedTable table = table_of(rows);
    for (const double limit : {0.0, 0.1}) {
      const PrivacyModel model{.k = 2 + seed % 4, .average_risk = {}, .sensitive = {}};
      const SearchResult quick = find_optimum(table, model, {.suppression_limit = limit}).value();
      const SearchResult all =
          find_optimum(table, model, {.suppression_limit = limit, .exhaustive = true}).value();
      REQUIRE(quick.found);
      CHECK(quick.proven);
      CHECK(quick.loss == Approx(all.loss).epsilon(1e-12));
      const auto matches = counted_by_pairs(table, quick.levels, {3, quick.suppressed});
      CHECK(*std::min_element(matches.begin(), matches.end()) >= model.k);
      const SearchResult strict =
          find_optimum(table_of(rows, false), model, {.suppression_limit = limit}).value();
      CHECK((!strict.found || quick.loss <= strict.loss + 1e-12));  // it asks for less
    }
  }
}

TEST_CASE("Suppressed cells agree with any where missing values do, and fewer of them are needed") {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const Rows rows = wildcard_people(40, seed);
    const PrivacyModel model{.k = 4, .average_risk = {}, .sensitive = {}};
    const LocalSuppression wild = suppress_locally(table_of(rows), {1, 0, 0}, model);
    const LocalSuppression strict = suppress_locally(table_of(rows, false), {1, 0, 0}, model);
    CHECK(wild.holds);
    CHECK(strict.holds);
    CHECK(wild.suppressed_cells <= strict.suppressed_cells);
    const auto matches = counted_by_pairs(table_of(rows), {1, 0, 0}, wild.cells);
    CHECK(*std::min_element(matches.begin(), matches.end()) >= model.k);
  }
}
