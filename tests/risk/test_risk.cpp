#include <catch2/catch.hpp>
#include <numeric>

#include "risk/loss.hpp"
#include "risk/population_risk.hpp"
#include "risk/privacy_model.hpp"
#include "risk/sample_risk.hpp"
#include "risk/suda.hpp"

using namespace shareready;
using namespace shareready::risk;

namespace {

EncodedTable plain_table(const std::vector<std::vector<std::string>>& columns) {
  std::vector<Attribute> attributes;
  for (const auto& cells : columns) {
    std::vector<std::vector<std::string>> rows;
    for (const std::string& cell : cells) {
      const std::vector<std::string> row{cell, "*"};
      if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(row);
    }
    attributes.push_back({.name = "column", .hierarchy = make_hierarchy(rows, "column").value()});
  }
  return encode_table(std::move(attributes), columns).value();
}

// Scores by class of the public file StudentsMath_Score_k5.csv of pycanon (classes of teacher, gender,
// ethnicity, lunch and school; 154 pupils). Expected figures: pycanon 1.0.
const std::vector<std::vector<double>> k_pupils = {
    {34, 82, 60, 57, 56},
    {76, 42, 75, 30, 30, 72, 55},
    {73, 40, 39, 58, 76},
    {62, 80, 77, 67, 95, 87, 60},
    {69, 45, 91, 79, 57, 59},
    {87, 63, 83, 83, 72},
    {82, 93, 65, 82, 70, 53},
    {52, 88, 76, 53, 58, 68, 64, 83},
    {77, 89, 93, 73, 89},
    {62, 61, 79, 66, 52, 87},
    {70, 59, 63, 68, 45},
    {71, 59, 53, 72, 94},
    {56, 72, 30, 73, 37, 52, 71},
    {78, 64, 36, 38, 51},
    {58, 64, 65, 50, 40},
    {32, 69, 74, 80, 50, 34, 54, 59, 33},
    {85, 91, 48, 86, 71},
    {89, 79, 53, 83, 61, 51, 60, 95},
    {47, 50, 66, 74, 84},
    {72, 65, 80, 46, 48},
    {60, 51, 87, 48, 87, 95, 64, 84, 53, 52, 53},
    {89, 91, 58, 64, 68},
    {61, 46, 85, 48, 89, 56},
    {51, 90, 47, 79, 45, 75, 79},
    {57, 67, 57, 81, 91, 57},
};

}  // namespace

TEST_CASE("An anonymised public table shows the k, l, t and beta that others measured") {
  Classes classes;
  std::vector<double> scores;
  for (const auto& pupils : k_pupils) {
    classes.of_row.insert(classes.of_row.end(), pupils.size(),
                          static_cast<std::uint32_t>(classes.sizes.size()));
    classes.sizes.push_back(static_cast<std::uint32_t>(pupils.size()));
    scores.insert(scores.end(), pupils.begin(), pupils.end());
  }
  const SampleRisk risk = sample_risk(classes.sizes, 5);
  CHECK(risk.rows == 154);
  CHECK(risk.smallest_class == 5);
  const SensitiveFigures figures = measure_sensitive(classes, code_numbers(scores));
  CHECK(figures.distinct_l == 4);
  CHECK(figures.t_ordered == Approx(0.3102328706).epsilon(1e-9));
  CHECK(figures.basic_beta == Approx(29.8).epsilon(1e-9));
}

TEST_CASE("Risks of a sample follow from its class sizes") {
  const std::vector<std::uint32_t> sizes{1, 1, 2, 4};
  const SampleRisk risk = sample_risk(sizes, 3);
  CHECK(risk.rows == 8);
  CHECK(risk.uniques == 2);
  CHECK(risk.highest == 1.0);
  CHECK(risk.average == 0.5);
  CHECK(risk.rows_below_k == 4);
  const JournalistRisk journalist = journalist_risk(sizes, std::vector<std::uint64_t>{10, 20, 8, 3});
  CHECK(journalist.highest == 0.25);  // a population class is at least that of the sample
  CHECK(journalist.average == Approx((0.1 + 0.05 + 2 * 0.125 + 4 * 0.25) / 8));
  CHECK(sample_risk({}, 3).average == 0.0);
}

TEST_CASE("Zayatz counts sample uniques as population uniques by the chances of drawing one of a class") {
  // Two of four persons drawn, both alone: classes of one in the population show one person with chance 1/2.
  const std::vector<std::uint32_t> sizes{1, 2};
  // P(one of two drawn | 3 of 6) = 2 * 3/6 * 3/5 = 0.6
  CHECK(zayatz_uniqueness(sizes, 0.5).value() == Approx(0.5 / (0.5 + 0.6) / 0.5 / 6.0));
  CHECK(zayatz_uniqueness(std::vector<std::uint32_t>{1, 1, 3}, 1.0).value() == Approx(2.0 / 5.0));
}

TEST_CASE("The SNB estimate finds the uniqueness of a population that follows it") {
  // Population classes of 1 + geometric(1/2) members (alpha 1, beta 1/2): half of them are of one person.
  // Expected sample at fraction 1/2, from the generating function z / (2 - z), times 96,000 classes.
  std::vector<std::uint32_t> sizes;
  // Members of a sampled class: generating function G(1/2 + z/2) = (1 + z) / (3 - z).
  double coefficient = 1.0 / 3.0 + 1.0 / 9.0;  // of z
  for (std::uint32_t size = 1; coefficient * 96000 > 0.5; ++size, coefficient /= 3.0) {
    sizes.insert(sizes.end(), static_cast<std::size_t>(coefficient * 96000 + 0.5), size);
  }
  const double share = snb_uniqueness(sizes, 0.5).value();
  CHECK(share == Approx(0.25).epsilon(0.02));  // 48,000 of 192,000 persons; Shlosser's estimate is not exact
}

TEST_CASE(
    "The rule of Dankar takes Pitman for small fractions, and no estimate is above the sample's share") {
  std::vector<std::uint32_t> sizes(60, 1);
  sizes.insert(sizes.end(), 20, 2);
  sizes.insert(sizes.end(), 10, 5);
  const PopulationUniqueness small = population_uniqueness(sizes, 0.01);
  CHECK(small.model == PopulationModel::pitman);
  CHECK(small.share < 60.0 / 150.0);
  const PopulationUniqueness large = population_uniqueness(sizes, 0.5);
  CHECK(large.model != PopulationModel::pitman);
  CHECK(large.share < 60.0 / 150.0);
  CHECK(population_uniqueness(std::vector<std::uint32_t>{2, 2}, 0.1).model == PopulationModel::none_unique);
  CHECK(population_uniqueness(std::vector<std::uint32_t>{1, 1}, 0.1).model == PopulationModel::zayatz);
}

TEST_CASE("Special uniques are found in the smallest sets of columns, and score by their size") {
  // Row 0 is unique in column 0, and in columns 1 and 2 together; row 1 in column 2 with column 0 or 1.
  const EncodedTable table = plain_table({{"x", "a", "a", "a", "a", "a"},
                                          {"p", "q", "q", "p", "p", "q"},
                                          {"u", "u", "v", "v", "v", "v"},
                                          {"1", "1", "1", "1", "1", "1"}});
  const SudaScores scores = suda_scores(table, {0, 0, 0, 0}, 3);
  CHECK(scores.msus == std::vector<std::uint32_t>{2, 2, 0, 0, 0, 0});
  CHECK(scores.of_row[0] == 3.0 * 2 * 1 + 2 * 1);
  CHECK(scores.of_row[1] == 2 * 1 + 2 * 1);
  CHECK(scores.by_size == std::vector<std::uint64_t>{1, 3, 0});
  CHECK(scores.by_column[3] == 0.0);
  CHECK(scores.by_column[0] == Approx(8.0 / 12.0));
}

TEST_CASE("A column's part in the risk is what becomes unique with it alone") {
  const EncodedTable table = plain_table({{"a", "a", "b", "b"}, {"1", "2", "1", "2"}, {"k", "k", "k", "k"}});
  const auto risks = column_risks(table, {0, 0, 0});
  CHECK(risks[0].uniques_added == 4);
  CHECK(risks[2].uniques_added == 0);
  CHECK(risks[2].separation == 0.0);
  CHECK(risks[0].separation == Approx(2.0 / 3.0));
  CHECK(risks[0].distinction == 0.5);
}

TEST_CASE("Nothing is lost at the lowest levels and everything at the highest") {
  const EncodedTable table = plain_table({{"a", "b", "b", "c"}, {"1", "2", "1", "2"}});
  const UtilityFigures none = measure_utility(table, {0, 0}, {});
  CHECK(none.share_loss == 0.0);
  CHECK(none.entropy_loss == 0.0);
  CHECK(none.discernibility == 4.0);
  const UtilityFigures all = measure_utility(table, {1, 1}, {});
  CHECK(all.share_loss == 1.0);
  CHECK(all.entropy_loss == Approx(1.0));
  CHECK(all.discernibility == 16.0);
  CHECK(all.average_class_size == 4.0);
  const UtilityFigures part = measure_utility(table, {0, 0}, {true, false, false, false});
  CHECK(part.share_loss == Approx(0.25));
  CHECK(part.discernibility == 3.0 + 4.0);
}
