#include <catch2/catch.hpp>

#include "base/text.hpp"
#include "plain_table.hpp"
#include "risk/node_check.hpp"
#include "risk/sample_risk.hpp"
#include "risk/search.hpp"
#include "students.hpp"

using namespace shareready;
using namespace shareready::risk;

namespace {

struct Pupils {
  std::vector<std::vector<std::string>> columns = {
      {}, {}, {}, {}, {}};  // teacher ... lunch, school ("wesson")
  std::vector<double> scores;
};

// `least`: groups of fewer pupils are left out.
Pupils pupils(std::size_t least) {
  Pupils made;
  for (const std::string& line : split(test::k_students, '\n')) {
    const std::vector<std::string> cells = split(line, ' ');
    if (cells.size() < 4 + std::max<std::size_t>(least, 1)) continue;
    for (std::size_t i = 4; i < cells.size(); ++i) {
      for (std::size_t column = 0; column < 4; ++column) made.columns[column].push_back(cells[column]);
      made.columns[4].push_back(cells[0] == "W" ? "Wesson" : "Ruger_Smith");
      made.scores.push_back(std::stod(cells[i]));
    }
  }
  return made;
}

EncodedTable encoded(const Pupils& made) { return test::plain_table(made.columns); }

SensitiveFigures figures(const Pupils& made) {
  const EncodedTable table = encoded(made);
  return measure_sensitive(equivalence_classes(table, lowest_levels(table)), code_numbers(made.scores));
}

}  // namespace

TEST_CASE("The scores of 216 pupils have k 1 and l 1") {
  const Pupils all = pupils(1);
  REQUIRE(all.scores.size() == 216);
  const EncodedTable table = encoded(all);
  const Classes classes = equivalence_classes(table, lowest_levels(table));
  CHECK(sample_risk(classes.sizes, 5).smallest_class == 1);
  CHECK(figures(all).distinct_l == 1);
  CHECK(figures(all).entropy_l == 1.0);
  // Test suite of pycanon, tests/test_anonymity.py.
  CHECK(figures(all).basic_beta == Approx(71.0).epsilon(1e-9));
  CHECK(figures(all).t_ordered == Approx(0.4165919952210274).epsilon(1e-9));
}

TEST_CASE("The published file for k = 5 has k 5, l 4, t 0.3102328706 and beta 29.8") {
  const Pupils kept = pupils(5);
  REQUIRE(kept.scores.size() == 154);
  const EncodedTable table = encoded(kept);
  CHECK(sample_risk(equivalence_classes(table, lowest_levels(table)).sizes, 5).smallest_class == 5);
  CHECK(figures(kept).distinct_l == 4);
  CHECK(std::abs(figures(kept).t_ordered - 0.3102328706) < 5e-11);
  CHECK(std::abs(figures(kept).basic_beta - 29.8) < 1e-9);
}

TEST_CASE("Suppression alone makes the file for k = 5 out of the whole one") {
  const Pupils all = pupils(1);
  const EncodedTable table = encoded(all);
  const SearchResult found =
      find_optimum(table, {.k = 5, .average_risk = {}, .sensitive = {}}, {.suppression_limit = 62.0 / 216.0})
          .value();
  REQUIRE(found.found);
  CHECK(found.proven);
  NodeFigures lowest = NodeChecker(table, {.k = 5, .average_risk = {}, .sensitive = {}},
                                   LossTable(table, LossModel::share), 62)
                           .check(lowest_levels(table));
  CHECK(lowest.within_limit);
  CHECK(lowest.suppressed == 62);
  CHECK(found.loss <= lowest.loss);
}
