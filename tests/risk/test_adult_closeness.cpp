#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "adult.hpp"
#include "risk/lattice.hpp"
#include "risk/node_check.hpp"

using namespace shareready;
using namespace shareready::risk;
using namespace shareready::test;

namespace {

const EncodedTable& adult_for_closeness() {
  static const EncodedTable k_table = adult_table(
      {"sex", "age", "race", "marital-status", "education", "native-country", "workclass", "salary-class"});
  return k_table;
}

// A node and its sum of squared class sizes (discernibility without suppressed rows).
struct Ranked {
  double discernibility = 0.0;
  Levels levels;
};

// All nodes of the table, the most discerning first.
const std::vector<Ranked>& by_discernibility() {
  static const std::vector<Ranked> k_ranked = [] {
    const EncodedTable& table = adult_for_closeness();
    const Lattice lattice = lattice_of(table);
    std::vector<Ranked> nodes;
    for (NodeId node = 0; node < lattice.size(); ++node) {
      Ranked ranked{.discernibility = 0.0, .levels = lattice.levels_of(node)};
      for (const std::uint32_t size : equivalence_classes(table, ranked.levels).sizes) {
        ranked.discernibility += static_cast<double>(size) * size;
      }
      nodes.push_back(std::move(ranked));
    }
    std::stable_sort(nodes.begin(), nodes.end(), [](const Ranked& one, const Ranked& other) {
      return one.discernibility < other.discernibility;
    });
    return nodes;
  }();
  return k_ranked;
}

// The most discerning node whose classes satisfy the model, but for the suppressed rows.
Ranked most_discerning(const PrivacyModel& model, double limit) {
  const EncodedTable& table = adult_for_closeness();
  const LossTable losses(table, LossModel::share);
  NodeChecker checker(table, model, losses, static_cast<std::uint32_t>(limit * 30162));
  for (const Ranked& node : by_discernibility()) {
    if (checker.check(node.levels).within_limit) return node;
  }
  return {};
}

// The occupations in the order of their spelling.
CodedColumn ordered_occupations() {
  const std::vector<std::string> cells = adult_cells("occupation");
  const std::set<std::string> words(cells.begin(), cells.end());
  std::vector<double> places;
  for (const std::string& cell : cells) {
    places.push_back(static_cast<double>(std::distance(words.begin(), words.find(cell))));
  }
  return code_numbers(places);
}

}  // namespace

// Expected nodes and sums of squared class sizes: test suite of ARX 3.9, TestAnonymizationTCloseness and
// TestAnonymizationOrderedDistanceTCloseness.
TEST_CASE("The most discerning nodes of Adult for t-closeness of the occupation are the known ones") {
  using enum SensitiveModel;
  const auto check = [](SensitiveModel kind, double t, std::uint32_t k, double limit, const Levels& levels,
                        double discernibility) {
    const CodedColumn column =
        kind == t_ordered_distance ? ordered_occupations() : code_column(adult_cells("occupation"));
    const Ranked best = most_discerning({.k = k,
                                         .average_risk = {},
                                         .sensitive = {{.model = kind, .column = column, .threshold = t}},
                                         .suppressed_are_class = false},
                                        limit);
    INFO("k " << k << ", t " << t << ", limit " << limit);
    CHECK(best.levels == levels);
    CHECK(best.discernibility == discernibility);
  };
  check(t_equal_distance, 0.2, 5, 0.04, {1, 4, 1, 0, 3, 2, 2, 1}, 311880088.0);
  check(t_equal_distance, 0.2, 100, 0.0, {1, 4, 1, 1, 3, 2, 2, 1}, 456853172.0);
  check(t_ordered_distance, 0.2, 5, 0.04, {0, 0, 1, 1, 2, 2, 2, 0}, 2712340.0);
  check(t_ordered_distance, 0.2, 100, 0.04, {1, 0, 1, 2, 3, 2, 2, 1}, 19937246.0);
  check(t_ordered_distance, 0.1, 5, 0.0, {1, 1, 1, 2, 3, 2, 2, 1}, 97868020.0);
  check(t_ordered_distance, 0.2, 100, 0.0, {1, 4, 1, 1, 1, 2, 2, 1}, 162312130.0);
}
