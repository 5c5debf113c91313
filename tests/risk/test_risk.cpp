#include <catch2/catch.hpp>
#include <numeric>

#include "plain_table.hpp"
#include "risk/loss.hpp"
#include "risk/population_risk.hpp"
#include "risk/privacy_model.hpp"
#include "risk/sample_risk.hpp"

using namespace shareready;
using namespace shareready::risk;
using shareready::risk::test::plain_table;

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
  // Up to a tenth it is Pitman, beyond it the smaller of SNB and Zayatz.
  CHECK(population_uniqueness(sizes, 0.1).model == PopulationModel::pitman);
  bool snb_taken = false, zayatz_taken = false;
  for (const std::uint32_t pairs : {1U, 5U, 20U, 60U}) {
    std::vector<std::uint32_t> drawn(60, 1);
    drawn.insert(drawn.end(), pairs, 2);
    drawn.insert(drawn.end(), 10, 5);
    for (const double fraction : {0.11, 0.3, 0.6, 0.9}) {
      const auto snb = snb_uniqueness(drawn, fraction), zayatz = zayatz_uniqueness(drawn, fraction);
      REQUIRE(zayatz);
      const PopulationUniqueness taken = population_uniqueness(drawn, fraction);
      CHECK(taken.share == (snb ? std::min(*snb, *zayatz) : *zayatz));
      const bool is_snb = taken.model == PopulationModel::snb;
      CHECK(is_snb == (snb && *snb <= *zayatz));
      snb_taken = snb_taken || is_snb;
      zayatz_taken = zayatz_taken || (snb && !is_snb);
    }
  }
  CHECK((snb_taken && zayatz_taken));
  CHECK(population_uniqueness(std::vector<std::uint32_t>{2, 2}, 0.1).model == PopulationModel::none_unique);
  CHECK(population_uniqueness(std::vector<std::uint32_t>{1, 1}, 0.1).model == PopulationModel::zayatz);
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
