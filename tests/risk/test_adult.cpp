#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "adult.hpp"
#include "risk/loss.hpp"
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
  const PrivacyModel model{.k = 1,
                           .average_risk = {},
                           .sensitive = {occupation(SensitiveModel::entropy_l, 5)},
                           .suppressed_are_class = false};
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

namespace {

// The rows of TestAnonymizationSubset: as many draws below `size` as that, by Java's generator
// (java.util.Random of the Java SE API: a linear congruence of 48 bits, the bound without bias).
std::vector<std::size_t> rows_drawn_by_java(std::uint64_t seed, std::uint32_t size) {
  constexpr std::uint64_t k_factor = 0x5DEECE66DULL, k_mask = (1ULL << 48U) - 1;
  std::uint64_t state = (seed ^ k_factor) & k_mask;
  std::set<std::size_t> rows;
  for (std::uint32_t drawn = 0; drawn < size;) {
    state = (state * k_factor + 0xBU) & k_mask;
    const auto bits = static_cast<std::uint32_t>(state >> 17U);
    if (bits - bits % size + (size - 1) >= (1U << 31U)) continue;
    rows.insert(bits % size);
    ++drawn;
  }
  return {rows.begin(), rows.end()};
}

}  // namespace

// TestAnonymizationSubset of ARX.
TEST_CASE("The optimum on a part of Adult for recursive (4,5)-diversity of the occupation is the known one") {
  const std::vector<std::size_t> rows = rows_drawn_by_java(0xFFFFFFFFDEADBEEFULL, 9000);
  const EncodedTable table = adult_table(
      {"sex", "age", "race", "marital-status", "education", "native-country", "workclass", "salary-class"},
      rows);
  SensitiveRule rule = occupation(SensitiveModel::recursive_cl, 5, 4.0);
  rule.column = code_column(cells_of_rows(adult_cells("occupation"), rows));
  const SearchResult found =
      optimum(table, {.k = 1, .average_risk = {}, .sensitive = {rule}}, 0.0, LossModel::entropy);
  CHECK(found.levels == Levels{1, 2, 1, 1, 3, 2, 2, 1});
  CHECK(found.loss == Approx(65996.221545847).epsilon(1e-11));
}

namespace {

// What suppressed rows lose by the entropy of their values among themselves.
double entropy_among(const EncodedTable& table, const Levels& levels, const std::vector<bool>& suppressed) {
  const auto rows = static_cast<double>(std::count(suppressed.begin(), suppressed.end(), true));
  double entropy = 0.0;
  for (std::size_t i = 0; i < table.attributes.size(); ++i) {
    std::map<Code, double> counts;
    for (std::size_t row = 0; row < suppressed.size(); ++row) {
      if (suppressed[row]) ++counts[table.attributes[i].hierarchy.up[levels[i]][table.cells[i][row]]];
    }
    for (const auto& [code, count] : counts) entropy -= count * std::log2(count / rows);
  }
  return entropy;
}

// The losses of a node for every choice of one class that stays instead of equally large suppressed ones.
std::vector<double> losses_of_ties(const SearchResult& found) {
  const Classes classes = equivalence_classes(adult(), found.levels);
  std::vector<bool> gone(classes.sizes.size(), false);
  for (std::size_t row = 0; row < found.suppressed.size(); ++row) {
    if (found.suppressed[row]) gone[classes.of_row[row]] = true;
  }
  std::uint32_t largest = 0;
  for (std::size_t c = 0; c < gone.size(); ++c)
    largest = gone[c] ? std::max(largest, classes.sizes[c]) : largest;
  const double bound = LossTable(adult(), LossModel::entropy).bound(found.levels);
  std::vector<double> losses;
  for (std::size_t stays = 0; stays < gone.size(); ++stays) {
    if (classes.sizes[stays] != largest) continue;
    std::vector<bool> suppressed;
    for (const std::uint32_t own : classes.of_row) {
      suppressed.push_back(own != stays && (gone[own] || classes.sizes[own] == largest));
    }
    losses.push_back(bound + entropy_among(adult(), found.levels, suppressed));
  }
  return losses;
}

}  // namespace

// TestAnonymizationRiskBased of ARX. Five classes of 14 are the last of which four go; the known loss leaves
// another one of them than we do (those with the smaller values go first here).
TEST_CASE("The optimum on Adult for an average risk of 1 % is the known one") {
  const PrivacyModel model{.k = 1, .average_risk = 0.01, .sensitive = {}, .suppressed_are_class = false};
  const SearchResult found = optimum(adult(), model, 0.04, LossModel::entropy);
  CHECK(found.levels == Levels{1, 0, 1, 1, 3, 2, 2, 1, 1});
  CHECK(found.suppressed_rows == 608);
  const std::vector<double> losses = losses_of_ties(found);
  CHECK(losses.size() == 5);
  const auto is_of = [&losses](double known) {
    return std::any_of(losses.begin(), losses.end(),
                       [known](double loss) { return std::abs(loss / known - 1.0) < 1e-11; });
  };
  CHECK(is_of(314637.8461904862));
  CHECK(is_of(found.loss));
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
