#include <algorithm>
#include <catch2/catch.hpp>

#include "adult.hpp"
#include "risk/population_risk.hpp"
#include "risk/sample_risk.hpp"
#include "risk/search.hpp"

using namespace shareready;
using namespace shareready::risk;
using namespace shareready::test;

namespace {

const EncodedTable& adult() {
  static const EncodedTable k_table = adult_table();
  return k_table;
}

const EncodedTable& adult_without_occupation() {
  static const EncodedTable k_table = adult_table(
      {"sex", "age", "race", "marital-status", "education", "native-country", "workclass", "salary-class"});
  return k_table;
}

SearchResult optimum(const EncodedTable& table, const PrivacyModel& model, double limit, LossModel loss) {
  SearchResult result = find_optimum(table, model, {.suppression_limit = limit, .loss = loss}).value();
  INFO(result.checks << " checks of " << result.nodes << " nodes, loss " << result.loss);
  CHECK(result.proven);
  return result;
}

SensitiveRule occupation(SensitiveModel model, double threshold, double c = 1.0) {
  return {.model = model, .column = code_column(adult_cells("occupation")), .threshold = threshold, .c = c};
}

}  // namespace

// Expected nodes and losses of this file: test suite of ARX 3.9, TestAnonymizationKAnonymity,
// TestAnonymizationLDiversity (entropy of levels, and entropy with suppressed rows).
TEST_CASE("The optimum on Adult is the known one for k of 5 and 100, with and without suppression") {
  const auto check = [](std::uint32_t k, double limit, const Levels& levels, double loss) {
    const SearchResult result =
        optimum(adult(), {.k = k, .average_risk = {}, .sensitive = {}}, limit, LossModel::entropy_of_levels);
    CHECK(result.nodes == 12960);
    CHECK(result.levels == levels);
    CHECK(result.loss == Approx(loss).epsilon(1e-11));
  };
  check(5, 0.04, {1, 0, 1, 1, 3, 2, 2, 0, 1}, 255559.85455731067);
  check(100, 0.04, {1, 1, 1, 1, 3, 2, 2, 1, 1}, 379417.3460570988);
  check(5, 0.0, {1, 2, 1, 1, 3, 2, 2, 1, 1}, 407289.5388925293);
  check(100, 0.0, {0, 4, 1, 1, 3, 2, 2, 1, 1}, 453196.8932458743);
}

TEST_CASE("The optimum on Adult for entropy l-diversity of the occupation is the known one") {
  const EncodedTable& table = adult_without_occupation();
  const PrivacyModel model{
      .k = 1, .average_risk = {}, .sensitive = {occupation(SensitiveModel::entropy_l, 5)}};
  const SearchResult strict = optimum(table, model, 0.0, LossModel::entropy);
  CHECK(strict.levels == Levels{1, 1, 1, 1, 3, 2, 2, 1});
  CHECK(strict.loss == Approx(324620.5269918692).epsilon(1e-11));
  const SearchResult loose = optimum(table, model, 0.04, LossModel::entropy);
  CHECK(loose.levels == Levels{1, 0, 1, 1, 2, 2, 2, 1});
  CHECK(loose.loss == Approx(228878.2039109517).epsilon(1e-11));
  CHECK_FALSE(
      find_optimum(table,
                   {.k = 1, .average_risk = {}, .sensitive = {occupation(SensitiveModel::entropy_l, 100)}},
                   {.suppression_limit = 0.04})
          .value()
          .found);
}

TEST_CASE("Adult has 136 of 12,960 nodes that are 2-anonymous without suppression") {
  const SearchResult all =
      find_optimum(adult(), {.k = 2, .average_risk = {}, .sensitive = {}}, {.classify = true}).value();
  CHECK(all.satisfying == 136);
  CHECK(all.checks * 20 < all.nodes);
}

// Expected figures: ARX's TestRiskMetrics, and 15 digits of the same models solved to the end.
TEST_CASE("The risks of Adult are the known ones") {
  const Classes classes = equivalence_classes(adult(), lowest_levels(adult()));
  const SampleRisk risk = sample_risk(classes.sizes, 5);
  CHECK(risk.rows == 30162);
  CHECK(risk.classes == 19502);
  CHECK(risk.uniques == 15512);
  CHECK(risk.average == Approx(0.6465751607983555).epsilon(1e-12));
  CHECK(pitman_uniqueness(classes.sizes, 0.01).value() == Approx(0.144608353116963).epsilon(1e-9));
  CHECK(pitman_uniqueness(classes.sizes, 0.1).value() == Approx(0.276849938837211).epsilon(1e-9));
  CHECK(zayatz_uniqueness(classes.sizes, 0.1).value() == Approx(0.320740239343).epsilon(1e-9));
  CHECK(zayatz_uniqueness(classes.sizes, 0.2).value() == Approx(0.3577099234829125).epsilon(1e-4));
  CHECK(population_uniqueness(classes.sizes, 1.0).share == Approx(15512.0 / 30162.0).epsilon(1e-12));
  CHECK(population_uniqueness(classes.sizes, 0.01).model == PopulationModel::pitman);
}
