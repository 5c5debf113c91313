#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "risk/class_check.hpp"
#include "risk/lattice.hpp"
#include "risk/local_suppression.hpp"
#include "risk/mondrian.hpp"
#include "risk/node_check.hpp"
#include "risk/sample_risk.hpp"
#include "risk/search.hpp"

using namespace shareready;
using namespace shareready::risk;

namespace {

using Columns = std::vector<std::vector<std::string>>;

Hierarchy bands(int values, std::vector<int> widths) {
  std::vector<std::vector<std::string>> rows;
  for (int value = 0; value < values; ++value) {
    rows.push_back({std::to_string(value)});
    for (const int width : widths) rows.back().push_back(std::to_string(value / width * width));
    rows.back().emplace_back("*");
  }
  return make_hierarchy(rows, "bands").value();
}

// Ages, sexes and groups of made-up people; `order` shuffles the rows.
EncodedTable people(std::size_t rows, unsigned seed, unsigned order = 0) {
  std::vector<Attribute> attributes{{.name = "age", .hierarchy = bands(60, {5, 10, 20})},
                                    {.name = "sex", .hierarchy = bands(2, {})},
                                    {.name = "group", .hierarchy = bands(6, {3})}};
  std::mt19937 random(seed);
  std::vector<std::array<std::string, 3>> cells;
  for (std::size_t row = 0; row < rows; ++row) {
    cells.push_back(
        {std::to_string(random() % 60), std::to_string(random() % 2), std::to_string(random() % 6)});
  }
  if (order != 0) std::shuffle(cells.begin(), cells.end(), std::mt19937(order));
  Columns columns(3);
  for (const auto& row : cells) {
    for (std::size_t i = 0; i < 3; ++i) columns[i].push_back(row[i]);
  }
  return encode_table(std::move(attributes), columns).value();
}

PrivacyModel plain(std::uint32_t k) { return {.k = k, .average_risk = {}, .sensitive = {}}; }

std::uint32_t smallest_kept_class(const EncodedTable& table, const SearchResult& result) {
  const Classes classes = equivalence_classes(table, result.levels);
  std::vector<std::uint32_t> kept(classes.sizes.size(), 0);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!result.suppressed[row]) ++kept[classes.of_row[row]];
  }
  std::erase(kept, 0U);
  return kept.empty() ? 0 : *std::min_element(kept.begin(), kept.end());
}

}  // namespace

TEST_CASE("The optimum satisfies its model and no node that satisfies it loses less") {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    const EncodedTable table = people(40 + 20 * seed, seed);
    for (const double limit : {0.0, 0.05, 0.3}) {
      for (const LossModel loss : {LossModel::share, LossModel::entropy, LossModel::entropy_of_levels}) {
        const PrivacyModel model{.k = 2 + seed % 4, .average_risk = {}, .sensitive = {}};
        const SearchResult quick =
            find_optimum(table, model, {.suppression_limit = limit, .loss = loss}).value();
        const SearchResult all =
            find_optimum(table, model, {.suppression_limit = limit, .loss = loss, .exhaustive = true})
                .value();
        REQUIRE(quick.found);
        CHECK(quick.proven);
        CHECK(quick.loss == Approx(all.loss).epsilon(1e-12));
        CHECK(quick.checks <= all.checks);
        CHECK(smallest_kept_class(table, quick) >= model.k);
        CHECK(static_cast<double>(quick.suppressed_rows) <= limit * static_cast<double>(table.rows()));
        CHECK(quick.suppressed_rows == std::count(quick.suppressed.begin(), quick.suppressed.end(), true));
      }
    }
  }
}

TEST_CASE("Models that suppression makes not monotone still reach the proven optimum") {
  const EncodedTable table = people(160, 5);
  std::vector<std::string> scores;
  for (std::size_t row = 0; row < table.rows(); ++row) scores.push_back(std::to_string(row * row % 7));
  for (const SensitiveModel kind :
       {SensitiveModel::distinct_l, SensitiveModel::entropy_l, SensitiveModel::recursive_cl,
        SensitiveModel::t_equal_distance, SensitiveModel::t_ordered_distance}) {
    const bool is_distance =
        kind == SensitiveModel::t_equal_distance || kind == SensitiveModel::t_ordered_distance;
    const SensitiveRule rule{
        .model = kind, .column = code_column(scores), .threshold = is_distance ? 0.35 : 2.0, .c = 3.0};
    const PrivacyModel model{.k = 2, .average_risk = 0.2, .sensitive = {rule}};
    for (const double limit : {0.0, 0.1}) {
      const SearchResult quick = find_optimum(table, model, {.suppression_limit = limit}).value();
      const SearchResult all =
          find_optimum(table, model, {.suppression_limit = limit, .exhaustive = true}).value();
      CHECK(quick.found == all.found);
      CHECK(quick.loss == Approx(all.loss).epsilon(1e-12));
      CHECK(quick.proven);
      CHECK(is_monotone(model, limit > 0.0) == (limit == 0.0 || kind == SensitiveModel::distinct_l));
    }
  }
}

TEST_CASE("The rows that an average risk costs never become more on the way up, so few nodes are checked") {
  const EncodedTable table = people(200, 7);
  const LossTable losses(table, LossModel::share);
  const Lattice lattice = lattice_of(table);
  for (const double risk : {0.05, 0.2, 0.5}) {
    const PrivacyModel model{.k = 2, .average_risk = risk, .sensitive = {}};
    NodeChecker checker(table, model, losses, 200);
    std::vector<std::uint32_t> suppressed;
    for (NodeId node = 0; node < lattice.size(); ++node) {
      suppressed.push_back(checker.check(lattice.levels_of(node)).failing);
    }
    for (NodeId node = 0; node < lattice.size(); ++node) {
      lattice.for_each_above(node, [&](NodeId above) { CHECK(suppressed[above] <= suppressed[node]); });
    }
    for (const double limit : {0.02, 0.1, 0.3}) {
      const SearchResult quick = find_optimum(table, model, {.suppression_limit = limit}).value();
      const SearchResult all =
          find_optimum(table, model, {.suppression_limit = limit, .exhaustive = true}).value();
      CHECK(quick.found == all.found);
      CHECK(quick.levels == all.levels);
      CHECK(quick.checks < all.checks);
    }
  }
}

TEST_CASE("The answer is the same for any order of the rows") {
  const PrivacyModel model{.k = 5, .average_risk = 0.15, .sensitive = {}};
  const SearchResult first = find_optimum(people(120, 3), model, {.suppression_limit = 0.1}).value();
  for (unsigned order = 1; order < 6; ++order) {
    const SearchResult other = find_optimum(people(120, 3, order), model, {.suppression_limit = 0.1}).value();
    CHECK(other.levels == first.levels);
    CHECK(other.loss == first.loss);
    CHECK(other.suppressed_rows == first.suppressed_rows);
  }
}

TEST_CASE("Few suppressed rows take the class with them that loses least, or other levels are better") {
  const auto words = [](const std::string& name, std::size_t values) {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t value = 0; value < values; ++value)
      rows.push_back({std::to_string(value), value < 4 ? "low" : "high", "*"});
    return Attribute{.name = name, .hierarchy = make_hierarchy(rows, name).value()};
  };
  std::vector<std::string> cells;
  for (const auto& [value, count] : {std::pair("0", 40), {"1", 6}, {"2", 5}, {"5", 47}, {"6", 2}})
    cells.insert(cells.end(), static_cast<std::size_t>(count), value);
  const EncodedTable table = encode_table({words("column", 7)}, {cells}).value();
  const PrivacyModel model{.k = 5, .average_risk = {}, .sensitive = {}};
  const SearchResult within = find_optimum(table, model, {.suppression_limit = 0.07}).value();
  CHECK(within.levels == Levels{0});
  CHECK(within.suppressed_rows == 7);  // two alone, and the five beside them
  const SearchResult beyond = find_optimum(table, model, {.suppression_limit = 0.06}).value();
  CHECK(beyond.levels == Levels{1});
  CHECK(beyond.suppressed_rows == 0);
}

TEST_CASE("A search that runs out of checks says that its answer is a bound") {
  const SearchResult result =
      find_optimum(people(200, 9), {.k = 3, .average_risk = {}, .sensitive = {}}, {.most_checks = 3}).value();
  CHECK(result.checks <= 3);
  CHECK_FALSE(result.proven);
}

TEST_CASE("Fewer rows than k have no solution, and a bad limit or an empty table is refused") {
  const SearchResult result =
      find_optimum(people(4, 1), {.k = 5, .average_risk = {}, .sensitive = {}}, {}).value();
  CHECK_FALSE(result.found);
  CHECK(result.proven);
  CHECK_FALSE(find_optimum(people(4, 1), {}, {.suppression_limit = 1.5}).ok());
  CHECK_FALSE(find_optimum({}, {}, {}).ok());
}

TEST_CASE("A hierarchy whose values part again at a coarser level is refused without naming a value") {
  const auto parted = parse_hierarchy("secretA;x;1\nsecretB;x;2\n", "h.csv");
  REQUIRE_FALSE(parted.ok());
  CHECK(parted.error().what.find("row 2") != std::string::npos);
  CHECK(parted.error().what.find("secret") == std::string::npos);
  CHECK_FALSE(parse_hierarchy("a;b\nc\n", "h.csv").ok());
  CHECK_FALSE(parse_hierarchy("a;x;*\na;x;*\n", "h.csv").ok());
  CHECK_FALSE(parse_hierarchy("", "h.csv").ok());
  CHECK(parse_hierarchy("a;x;*\r\nb;x;*\r\n", "h.csv").value().levels() == 3);
  const auto missing = encode_table({{.name = "sex", .hierarchy = bands(2, {})}}, {{"0", "secret"}});
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().what.find("row 2") != std::string::npos);
  CHECK(missing.error().what.find("secret") == std::string::npos);
}

TEST_CASE("Columns of more values than 64 bits can number are still told apart") {
  // Beyond the ninth a step counted in 64 bits is 2^63, of which two are nothing.
  std::vector<Attribute> attributes;
  Columns columns;
  for (const int values : {256, 256, 256, 256, 256, 256, 256, 128, 3, 3}) {
    const std::string last = std::to_string(values - 1);
    attributes.push_back({.name = "column", .hierarchy = bands(values, {})});
    columns.push_back({"0", "0", "0", last});
  }
  columns.back()[2] = "2";
  const EncodedTable table = encode_table(std::move(attributes), columns).value();
  CHECK(equivalence_classes(table, lowest_levels(table)).sizes == std::vector<std::uint32_t>{2, 1, 1});
  const SearchResult result =
      find_optimum(table, {.k = 2, .average_risk = {}, .sensitive = {}, .suppressed_are_class = false},
                   {.suppression_limit = 0.5})
          .value();
  CHECK(result.levels == Levels{0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
  CHECK(result.suppressed_rows == 1);
}

TEST_CASE("Local suppression leaves no class below k, and takes all cells where there are fewer rows") {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const EncodedTable table = people(20 + 5 * seed, seed);
    const Levels levels{2, 0, 0};
    const LocalSuppression result = suppress_locally(table, levels, plain(4));
    CHECK(result.smallest_class >= 4);
    CHECK(result.suppressed_cells < 3 * table.rows());
    CHECK(suppress_locally(people(20 + 5 * seed, seed, 7), levels, plain(4)).suppressed_cells ==
          result.suppressed_cells);
  }
  const LocalSuppression few = suppress_locally(people(3, 1), {0, 0, 0}, plain(4));
  CHECK(few.smallest_class == 3);
  CHECK(few.suppressed_cells == 9);
}

TEST_CASE(
    "Local suppression takes the column that repairs most for its weight, and no more rows than it needs") {
  const auto one_column = [](const std::vector<std::string>& cells) {
    return encode_table({{.name = "column", .hierarchy = bands(9, {})}}, {cells}).value();
  };
  // The first column is the same for all; only the second sets persons apart.
  std::vector<Attribute> attributes{{.name = "same", .hierarchy = bands(9, {})},
                                    {.name = "own", .hierarchy = bands(9, {})}};
  const LocalSuppression useful = suppress_locally(
      encode_table(attributes, {{"1", "1", "1"}, {"2", "3", "4"}}).value(), {0, 0}, plain(2));
  CHECK(useful.cells == std::vector<std::vector<bool>>{{false, false, false}, {true, true, true}});
  // Either column would do here: the lighter one goes.
  for (const std::size_t heavy : {0, 1}) {
    attributes[heavy].weight = 3.0;
    attributes[1 - heavy].weight = 1.0;
    const LocalSuppression cheap = suppress_locally(
        encode_table(attributes, {{"1", "1", "2", "2"}, {"1", "2", "1", "2"}}).value(), {0, 0}, plain(2));
    CHECK(cheap.cells[heavy] == std::vector<bool>(4, false));
    CHECK(cheap.suppressed_cells == 4);
  }
  // One row alone cannot hide: the smallest group beside it goes with it.
  CHECK(suppress_locally(one_column({"1", "1", "1", "1", "1", "2", "2", "2", "3"}), {0}, plain(3)).cells[0] ==
        std::vector<bool>{false, false, false, false, false, true, true, true, true});
  // Of equal groups the one with the first values goes, wherever its rows stand.
  CHECK(suppress_locally(one_column({"4", "2", "4", "2", "3"}), {0}, plain(2)).cells[0] ==
        std::vector<bool>{false, true, false, true, true});
}

TEST_CASE(
    "Partitions are cut at the median of the column that is widest for its range, lower half with the "
    "median") {
  // After the first cut the lower half spans 3 of 7 in the first column and everything in the second.
  const std::vector<std::vector<double>> columns{{0, 1, 2, 3, 4, 5, 6, 7}, {0, 900, 0, 900, 0, 0, 0, 0}};
  const Partition partition = partition_strictly(columns, plain(2)).value();
  for (const std::size_t row : {0U, 1U, 2U, 3U}) {
    const Range& range = partition.ranges[partition.of_row[row]][1];
    CHECK(range.low == range.high);
  }
  // Widths count as shares: 6 of 60 is wider than 90 of 1,000.
  const std::vector<std::vector<double>> scaled{{0, 2, 4, 6, 60, 60, 60, 60},
                                                {90, 0, 90, 0, 1000, 1000, 1000, 1000}};
  const Partition shares = partition_strictly(scaled, plain(2)).value();
  CHECK(shares.ranges[shares.of_row[0]][0].high == 2.0);
  CHECK(partition_strictly({{0, 0, 1, 2}}, plain(2)).value().of_row ==
        std::vector<std::uint32_t>{0, 0, 1, 1});
}

TEST_CASE("Strict partitions hold at least k rows each and cannot be cut further at a median") {
  std::mt19937 random(4);
  std::vector<std::vector<double>> columns(2);
  for (int row = 0; row < 200; ++row) {
    columns[0].push_back(static_cast<double>(random() % 60));
    columns[1].push_back(static_cast<double>(random() % 1000) / 10.0);
  }
  const Partition partition = partition_strictly(columns, plain(7)).value();
  std::vector<std::uint32_t> sizes(partition.ranges.size(), 0);
  for (std::size_t row = 0; row < 200; ++row) {
    ++sizes[partition.of_row[row]];
    for (std::size_t i = 0; i < 2; ++i) {
      const Range& range = partition.ranges[partition.of_row[row]][i];
      CHECK((range.low <= columns[i][row] && columns[i][row] <= range.high));
    }
  }
  CHECK(*std::min_element(sizes.begin(), sizes.end()) >= 7);
  CHECK(sizes.size() > 10);
  CHECK_FALSE(partition_strictly(columns, plain(201)).ok());
  CHECK(partition_strictly({{1, 1, 1, 1}}, plain(2)).value().ranges.size() == 1);
}

TEST_CASE("Local suppression and partitions leave groups that satisfy the sensitive rules too") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    const EncodedTable table = people(60, seed);
    std::vector<std::string> diagnoses;
    for (std::size_t row = 0; row < table.rows(); ++row) diagnoses.push_back(row % 3 == 0 ? "A" : "B");
    for (const SensitiveModel kind : {SensitiveModel::distinct_l, SensitiveModel::t_equal_distance}) {
      const bool closeness = kind == SensitiveModel::t_equal_distance;
      const PrivacyModel model{
          .k = 3,
          .average_risk = 0.2,
          .sensitive = {
              {.model = kind, .column = code_column(diagnoses), .threshold = closeness ? 0.25 : 2.0}}};
      const LocalSuppression local = suppress_locally(table, {2, 0, 0}, model);
      CHECK(local.holds);
      CHECK(local.smallest_class >= 5);  // 1 / 0.2
      std::vector<std::vector<double>> numbers(1);
      for (const Code code : table.cells[0]) numbers[0].push_back(code);
      const Partition partition = partition_strictly(numbers, model).value();
      Classes groups{.of_row = partition.of_row,
                     .sizes = std::vector<std::uint32_t>(partition.ranges.size())};
      for (const std::uint32_t group : partition.of_row) ++groups.sizes[group];
      const std::vector<bool> fails = failing_classes(model, groups);
      CHECK(std::count(fails.begin(), fails.end(), true) == 0);
      CHECK(groups.sizes.size() > 1);
      CHECK(static_cast<double>(groups.sizes.size()) <= 0.2 * 60);
    }
  }
}

TEST_CASE("Where the whole table fails a rule, local suppression says that nothing holds") {
  const EncodedTable table = people(30, 1);
  const PrivacyModel model{
      .k = 3,
      .average_risk = {},
      .sensitive = {{.model = SensitiveModel::distinct_l, .column = {std::vector<Code>(30, 0), 1}}}};
  CHECK_FALSE(suppress_locally(table, {0, 0, 0}, model).holds);
}
