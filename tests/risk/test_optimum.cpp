// The search against a plain reading of the definitions: every node of small tables, by names of values and
// pairs of rows, with nothing of what the search is made of.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include "risk/class_check.hpp"
#include "risk/search.hpp"

using namespace shareready;
using namespace shareready::risk;

namespace {

using Group = std::vector<std::size_t>;  // rows
constexpr double k_noise = 1e-9;         // of sums in another order

// Tables whose hierarchies are uneven: a value alone, some in one band, everything.
EncodedTable uneven_table(std::size_t rows, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Attribute> attributes;
  std::vector<std::vector<std::string>> columns;
  for (const std::size_t values : {std::size_t{5}, std::size_t{2}, std::size_t{4}}) {
    std::vector<std::vector<std::string>> levels;
    for (std::size_t value = 0; value < values; ++value)
      levels.push_back({std::to_string(value), value < 2 ? "few" : "rest", "*"});
    Attribute attribute{.name = "column", .hierarchy = make_hierarchy(levels, "column").value()};
    attribute.weight = 1.0 + static_cast<double>(random() % 3);
    attributes.push_back(std::move(attribute));
    auto& column = columns.emplace_back();
    for (std::size_t row = 0; row < rows; ++row)
      column.push_back(std::to_string(std::min(random() % values, random() % values)));
  }
  return encode_table(std::move(attributes), columns).value();
}

std::vector<Group> groups_at(const EncodedTable& table, const Levels& levels) {
  std::map<std::vector<std::string>, Group> groups;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const Hierarchy& hierarchy = table.attributes[i].hierarchy;
      names.push_back(hierarchy.names[levels[i]][hierarchy.up[levels[i]][table.cells[i][row]]]);
    }
    groups[names].push_back(row);
  }
  std::vector<Group> all;
  for (auto& [names, group] : groups) all.push_back(group);
  return all;
}

std::vector<double> shares_in(const SensitiveRule& rule, const Group& group) {
  std::vector<double> shares(rule.column.values, 0.0);
  for (const std::size_t row : group)
    shares[rule.column.codes[row]] += 1.0 / static_cast<double>(group.size());
  return shares;
}

bool plainly_holds(const SensitiveRule& rule, const Group& group, const Group& everybody) {
  const std::vector<double> own = shares_in(rule, group);
  const std::vector<double> whole = shares_in(rule, everybody);
  std::vector<double> sorted;
  double entropy = 0.0, distance = 0.0, moved = 0.0, carried = 0.0;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (own[i] > 0.0) sorted.push_back(own[i]);
    if (own[i] > 0.0) entropy -= own[i] * std::log(own[i]);
    distance += std::abs(own[i] - whole[i]) / 2.0;
    carried += own[i] - whole[i];
    moved += std::abs(carried) / static_cast<double>(own.size() - 1);
  }
  std::sort(sorted.rbegin(), sorted.rend());
  double tail = 0.0;
  for (auto i = static_cast<std::size_t>(rule.threshold) - 1; rule.threshold >= 1.0 && i < sorted.size(); ++i)
    tail += sorted[i];
  switch (rule.model) {
    case SensitiveModel::distinct_l:
      return static_cast<double>(sorted.size()) >= rule.threshold;
    case SensitiveModel::entropy_l:
      return entropy >= std::log(rule.threshold) - k_noise;
    case SensitiveModel::recursive_cl:
      return static_cast<double>(sorted.size()) >= rule.threshold && sorted.front() < rule.c * tail - k_noise;
    case SensitiveModel::t_equal_distance:
      return distance <= rule.threshold + k_noise;
    case SensitiveModel::t_ordered_distance:
      return moved <= rule.threshold + k_noise;
  }
  return false;
}

// What the cells of a row lose: the share of the other values that each may be.
double row_loss(const EncodedTable& table, const Levels& levels, std::size_t row) {
  double loss = 0.0, weights = 0.0;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const Attribute& attribute = table.attributes[i];
    const std::vector<Code>& up = attribute.hierarchy.up[levels[i]];
    const auto leaves = std::count(up.begin(), up.end(), up[table.cells[i][row]]);
    loss += attribute.weight * static_cast<double>(leaves - 1) / static_cast<double>(up.size() - 1);
    weights += attribute.weight;
  }
  return loss / weights;
}

struct PlainFigures {
  std::size_t suppressed = 0;
  double loss = 0.0;
};

bool plainly_holds(const PrivacyModel& model, const Group& group, const Group& everybody) {
  bool holds = group.size() >= model.k;
  for (const SensitiveRule& rule : model.sensitive) holds = holds && plainly_holds(rule, group, everybody);
  return holds;
}

// Takes the group out of those that are kept.
void suppress(std::vector<Group>& kept, std::size_t place, Group& pool) {
  pool.insert(pool.end(), kept[place].begin(), kept[place].end());
  kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(place));
}

// Beside the suppressed rows goes the group of least loss that makes them a group, else one after another;
// false where that passes the limit.
bool complete_plainly(const EncodedTable& table, const PrivacyModel& model, const Levels& levels,
                      double most_rows, std::vector<Group>& kept, Group& pool, const Group& everybody) {
  if (pool.empty() || plainly_holds(model, pool, everybody)) return true;
  const auto lost = [&](const Group& group) {
    return static_cast<double>(group.size()) * (1.0 - row_loss(table, levels, group.front()));
  };
  std::stable_sort(kept.begin(), kept.end(),
                   [&](const Group& one, const Group& other) { return lost(one) < lost(other) - k_noise; });
  for (std::size_t i = 0; i < kept.size(); ++i) {
    Group with = pool;
    with.insert(with.end(), kept[i].begin(), kept[i].end());
    if (static_cast<double>(with.size()) > most_rows || !plainly_holds(model, with, everybody)) continue;
    suppress(kept, i, pool);
    return true;
  }
  while (!kept.empty()) {
    std::size_t next = 0;
    while (next < kept.size() && static_cast<double>(pool.size() + kept[next].size()) > most_rows) ++next;
    if (next == kept.size()) return false;
    suppress(kept, next, pool);
    if (plainly_holds(model, pool, everybody)) return true;
  }
  return false;
}

PlainFigures judge_plainly(const EncodedTable& table, const PrivacyModel& model, const Levels& levels,
                           double most_rows) {
  Group everybody;
  for (std::size_t row = 0; row < table.rows(); ++row) everybody.push_back(row);
  std::vector<Group> kept;
  Group pool;
  for (const Group& group : groups_at(table, levels)) {
    if (plainly_holds(model, group, everybody)) {
      kept.push_back(group);
    } else {
      pool.insert(pool.end(), group.begin(), group.end());
    }
  }
  // The smallest groups go first; of equal ones those that lose most as they are.
  std::stable_sort(kept.begin(), kept.end(), [&](const Group& one, const Group& other) {
    if (one.size() != other.size()) return one.size() < other.size();
    return row_loss(table, levels, one.front()) > row_loss(table, levels, other.front()) + k_noise;
  });
  const auto rows_of = [](const std::vector<Group>& groups) {
    std::size_t rows = 0;
    for (const Group& group : groups) rows += group.size();
    return rows;
  };
  const auto is_too_high = [&] {
    const bool counted = model.suppressed_are_class && !pool.empty();
    const std::size_t groups = kept.size() + (counted ? 1 : 0);
    const std::size_t rows = rows_of(kept) + (counted ? pool.size() : 0);
    return static_cast<double>(groups) > *model.average_risk * static_cast<double>(rows) + k_noise;
  };
  while (model.average_risk && !kept.empty() && is_too_high()) suppress(kept, 0, pool);
  if (model.suppressed_are_class && static_cast<double>(pool.size()) <= most_rows &&
      !complete_plainly(table, model, levels, most_rows, kept, pool, everybody)) {
    kept.clear();  // more than the limit
    return {.suppressed = table.rows() + 1};
  }
  PlainFigures figures{.suppressed = table.rows() - rows_of(kept)};
  figures.loss = static_cast<double>(figures.suppressed);
  for (const Group& group : kept) {
    for (const std::size_t row : group) figures.loss += row_loss(table, levels, row);
  }
  figures.loss /= static_cast<double>(table.rows());
  return figures;
}

std::vector<Levels> all_nodes(const EncodedTable& table) {
  std::vector<Levels> nodes{{}};
  for (const Attribute& attribute : table.attributes) {
    std::vector<Levels> longer;
    for (const Levels& node : nodes) {
      for (std::uint8_t level = 0; level < attribute.hierarchy.levels(); ++level) {
        longer.push_back(node);
        longer.back().push_back(level);
      }
    }
    nodes = longer;
  }
  return nodes;
}

// Rows that are suppressed are one class more, or none.
void expect_class_of_suppressed(const PrivacyModel& model, const SearchResult& result) {
  Group everybody, pool;
  for (std::size_t row = 0; row < result.suppressed.size(); ++row) {
    everybody.push_back(row);
    if (result.suppressed[row]) pool.push_back(row);
  }
  if (model.suppressed_are_class && !pool.empty()) CHECK(plainly_holds(model, pool, everybody));
}

void expect_plain_optimum(const EncodedTable& table, const PrivacyModel& model, double limit) {
  double least = std::numeric_limits<double>::infinity();
  const double most_rows = limit * static_cast<double>(table.rows()) + k_noise;
  for (const Levels& node : all_nodes(table)) {
    const PlainFigures figures = judge_plainly(table, model, node, most_rows);
    if (static_cast<double>(figures.suppressed) > most_rows) continue;
    least = std::min(least, figures.loss);
  }
  const SearchResult result = find_optimum(table, model, {.suppression_limit = limit}).value();
  CHECK(result.proven);
  REQUIRE(result.found == std::isfinite(least));
  if (!result.found) return;
  CHECK(result.loss == Approx(least).epsilon(k_noise));
  const PlainFigures own = judge_plainly(table, model, result.levels, most_rows);
  CHECK(own.suppressed == result.suppressed_rows);
  CHECK(own.loss == Approx(result.loss).epsilon(k_noise));
  expect_class_of_suppressed(model, result);
}

SensitiveRule rule_of(SensitiveModel kind, const EncodedTable& table, unsigned seed) {
  std::mt19937 random(seed + 1000);
  SensitiveRule rule{.model = kind, .column = {.codes = {}, .values = 4}, .threshold = 2.0, .c = 2.0};
  for (std::size_t row = 0; row < table.rows(); ++row)
    rule.column.codes.push_back(static_cast<Code>(std::min(random() % 4, random() % 4)));
  rule.column.codes.front() = 3;  // every value occurs
  if (kind == SensitiveModel::t_equal_distance) rule.threshold = 0.25;
  if (kind == SensitiveModel::t_ordered_distance) rule.threshold = 0.15;
  if (kind == SensitiveModel::distinct_l) rule.threshold = 3.0;
  return rule;
}

}  // namespace

TEST_CASE("No node of a small table beats the answer, counted by hand for every model and limit") {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const EncodedTable table = uneven_table(12 + seed % 20, seed);
    std::vector<std::vector<SensitiveRule>> rules{{}};
    for (const SensitiveModel kind :
         {SensitiveModel::distinct_l, SensitiveModel::entropy_l, SensitiveModel::recursive_cl,
          SensitiveModel::t_equal_distance, SensitiveModel::t_ordered_distance}) {
      rules.push_back({rule_of(kind, table, seed)});
    }
    for (const auto& sensitive : rules) {
      for (const double limit : {0.0, 0.1, 0.4}) {
        for (const std::optional<double> risk : {std::optional<double>(), std::optional(0.25)}) {
          for (const bool are_class : {false, true}) {
            const PrivacyModel model{.k = 2 + seed % 3,
                                     .average_risk = risk,
                                     .sensitive = sensitive,
                                     .suppressed_are_class = are_class};
            expect_plain_optimum(table, model, limit);
          }
        }
      }
    }
  }
}

TEST_CASE("A search cut short never calls an answer proven that is not the best") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const EncodedTable table = uneven_table(25, seed);
    const PrivacyModel model{
        .k = 3, .average_risk = {}, .sensitive = {rule_of(SensitiveModel::recursive_cl, table, seed)}};
    const SearchResult whole = find_optimum(table, model, {.suppression_limit = 0.3}).value();
    REQUIRE(whole.proven);
    for (std::size_t most = 0; most < whole.checks; ++most) {
      const SearchResult part =
          find_optimum(table, model, {.suppression_limit = 0.3, .most_checks = most}).value();
      CHECK(part.checks <= most);
      if (part.proven) CHECK((part.found == whole.found && part.levels == whole.levels));
    }
  }
}

TEST_CASE("Of nodes that lose the same, the one with fewer steps up is taken, wherever it stands") {
  // Either column has to go; the first takes two steps to its top, the second one.
  std::vector<Attribute> attributes{
      {.name = "slow", .hierarchy = make_hierarchy({{"0", "0", "*"}, {"1", "1", "*"}}, "slow").value()},
      {.name = "fast", .hierarchy = make_hierarchy({{"0", "*"}, {"1", "*"}}, "fast").value()}};
  const EncodedTable table =
      encode_table(std::move(attributes), {{"0", "0", "1", "1"}, {"0", "1", "0", "1"}}).value();
  CHECK(find_optimum(table, {.k = 2, .average_risk = {}, .sensitive = {}}, {}).value().levels ==
        Levels{0, 1});
}

TEST_CASE("Limits that a share meets exactly hold, although it is no binary fraction") {
  std::vector<Attribute> attributes{
      {.name = "column", .hierarchy = make_hierarchy({{"0", "*"}, {"1", "*"}}, "column").value()}};
  std::vector<std::string> cells(100, "0");
  std::fill_n(cells.begin(), 29, "1");
  const EncodedTable table = encode_table(std::move(attributes), {cells}).value();
  const PrivacyModel model{.k = 30, .average_risk = {}, .sensitive = {}, .suppressed_are_class = false};
  CHECK(find_optimum(table, model, {.suppression_limit = 0.29}).value().suppressed_rows == 29);
  std::vector<std::vector<std::string>> values;
  std::vector<std::string> spread;
  for (int row = 0; row < 100; ++row) spread.push_back(std::to_string(row % 29));
  for (int value = 0; value < 29; ++value) values.push_back({std::to_string(value), "*"});
  attributes = {{.name = "column", .hierarchy = make_hierarchy(values, "column").value()}};
  const PrivacyModel average{.k = 1, .average_risk = 0.29, .sensitive = {}};
  CHECK(find_optimum(encode_table(attributes, {spread}).value(), average, {.suppression_limit = 0.5})
            .value()
            .suppressed_rows == 0);
  CHECK(k_with_average({.k = 2, .average_risk = 1.0 / 49.0, .sensitive = {}}) == 49);
  const std::vector<std::pair<Code, std::uint32_t>> two_to_one{{0, 2}, {1, 1}};
  CHECK_FALSE(is_recursive_cl(two_to_one, 2.0, 2));  // rarer than, not as rare as
  CHECK(is_recursive_cl(two_to_one, 2.1, 2));
}
