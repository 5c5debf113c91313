#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "coarser_tables.hpp"
#include "deid/age_recipe.hpp"
#include "deid/generalise.hpp"

using namespace shareready;

namespace {

using test::People;
using Limits = std::vector<int>;

// As the outside readers had it: 24 persons of both sexes in turn, two with the left hand, scores of several
// values.
const std::vector<int> k_ages = {24, 25, 25, 26, 27, 28, 28, 29, 31, 33, 34, 35,
                                 36, 38, 41, 43, 44, 52, 55, 61, 67, 71, 14, 15};

People of_these(const std::vector<int>& ages, std::mt19937* random = nullptr) {
  People made;
  Table table{.columns = {"participant_id", "age", "sex", "handedness", "response_time"}, .rows = {}};
  for (std::size_t i = 0; i < ages.size(); ++i) {
    const std::size_t drawn = random == nullptr ? i : (*random)();
    made.labels.push_back("p" + std::to_string(1000 + i));
    table.rows.push_back({"sub-" + made.labels.back(), std::to_string(ages[i]), drawn % 2 == 0 ? "F" : "M",
                          i == 3 || i == 11 ? "L" : "R", std::to_string(400 + drawn % 4)});
  }
  made.tables.push_back({.path = "participants.tsv", .person = "", .table = std::move(table)});
  return made;
}

TablePolicy policy_with(Unreachable rule, Limits limits = {}) {
  return {.when_k_unreachable = rule, .age_bands = std::move(limits)};
}

std::vector<int> drawn_ages(std::mt19937& random, std::size_t most) {
  std::vector<int> ages(5 + random() % (most - 4));
  for (int& age : ages) age = 5 + static_cast<int>(random() % 3 == 0 ? random() % 80 : 15 + random() % 30);
  return ages;
}

// Every set of limits between ages of 20 years, by its number.
Limits limits_of(std::size_t set) {
  Limits limits;
  for (int i = 0; i < 4; ++i) {
    if ((set >> i & 1U) != 0) limits.push_back(20 + 20 * i);
  }
  return limits;
}

// Whether the limits part these persons: one age for everybody tells nothing.
bool parts(const Limits& limits, const People& people) {
  std::set<std::ptrdiff_t> bands;
  for (const auto& row : people.tables.front().table.rows)
    bands.insert(std::upper_bound(limits.begin(), limits.end(), std::stoi(row[1])) - limits.begin());
  return bands.size() > 1;
}

bool has_ages(const Generalised& made) {
  const Table& table = made.data.tables.front().table;
  return table.column("age") || table.column("age_group");
}

bool tells_nothing(const TellingAges& ages) { return ages.few.empty() && ages.childlike.empty(); }

std::string words_of(const Limits& limits) {
  std::string words;
  for (const int limit : limits) words += std::to_string(limit) + " ";
  return words;
}

}  // namespace

TEST_CASE("Wider ages are worked out before ages are said to have to go") {
  const Generalised made = test::made_coarser(of_these(k_ages), 3, policy_with(Unreachable::coarsest));
  REQUIRE_FALSE(made.reached);
  REQUIRE(made.age_recipes.size() == 1);
  const AgeRecipe& recipe = made.age_recipes.front();
  CHECK(recipe.limits == Limits{40});
  CHECK(recipe.reached);
  CHECK(recipe.settled);
  CHECK(recipe.after.classes == 4);
  CHECK(recipe.after.smallest_class == 4);
  CHECK(recipe.after.rows_below_k == 0);
  CHECK(recipe.after.average == Approx(4.0 / 24));
  const auto point = std::find_if(made.trade_offs.begin(), made.trade_offs.end(),
                                  [](const TradeOff& one) { return one.k == 3; });
  REQUIRE(point != made.trade_offs.end());
  CHECK(point->age_limits == Limits{40});
  CHECK(point->dropped.empty());
  CHECK(point->average_risk == Approx(4.0 / 24));
}

TEST_CASE("Where no wider ages give groups of k, none is promised") {
  // Two persons of each sex, whatever their ages.
  const Generalised few =
      test::made_coarser(of_these({20, 30, 45, 55}), 3, policy_with(Unreachable::coarsest));
  CHECK_FALSE(few.reached);
  CHECK(few.age_recipes.empty());
  const Generalised fine =
      test::made_coarser(of_these(std::vector<int>(20, 33)), 3, policy_with(Unreachable::coarsest));
  CHECK(fine.reached);
  CHECK(fine.age_recipes.empty());
}

TEST_CASE("What a recipe promises is what a release with it is, and none that loses less was overlooked") {
  std::mt19937 random(61128);
  std::size_t reached = 0, settled = 0, none = 0;
  for (int trial = 0; trial < 150; ++trial) {
    const People people = of_these(drawn_ages(random, 44), &random);
    const auto k = static_cast<std::uint32_t>(2 + random() % 5);
    const Unreachable rule = random() % 3 == 0 ? Unreachable::drop : Unreachable::coarsest;
    const Generalised made = test::made_coarser(people, k, policy_with(rule));
    const bool kept = has_ages(made);
    for (const AgeRecipe& recipe : made.age_recipes) {
      const Generalised with = test::made_coarser(people, k, policy_with(rule, recipe.limits));
      INFO("trial " << trial << ", k " << k << ", limits " << words_of(recipe.limits));
      CHECK(has_ages(with));
      CHECK(with.reached == recipe.reached);
      CHECK(with.suppressed == recipe.suppressed);
      CHECK(with.loss == recipe.loss);
      CHECK(with.after.average == recipe.after.average);
      CHECK(with.after.classes == recipe.after.classes);
      CHECK(with.after.rows_below_k == recipe.after.rows_below_k);
      CHECK(with.whole.average == recipe.whole.average);
      CHECK(with.whole.uniques == recipe.whole.uniques);
      if (recipe.settled) CHECK(tells_nothing(with.telling_ages));
      CHECK((recipe.reached || recipe.settled));
    }
    // Every set of limits, each as a release of its own.
    std::optional<double> best;
    for (std::size_t set = 1; set < 16; ++set) {
      if (!parts(limits_of(set), people)) continue;
      const Generalised with = test::made_coarser(people, k, policy_with(rule, limits_of(set)));
      if (with.reached && has_ages(with) && (!best || with.loss < *best)) best = with.loss;
    }
    if (made.reached && kept) continue;
    const auto found = std::find_if(made.age_recipes.begin(), made.age_recipes.end(),
                                    [](const AgeRecipe& recipe) { return recipe.reached; });
    const bool gains = best && (kept || *best < made.loss);
    INFO("trial " << trial << ", k " << k);
    CHECK((found != made.age_recipes.end()) == gains);
    none += gains ? 0U : 1U;
    if (!gains || found == made.age_recipes.end()) continue;
    reached += 1;
    settled += found->settled ? 1U : 0U;
    if (!found->settled) CHECK(found->loss == Approx(*best));
    CHECK(found->loss >= *best - 1e-12);
  }
  CHECK(reached > 10);
  CHECK(settled > 10);
  CHECK(none > 10);
}

TEST_CASE("More persons alike never cost less detail, wider ages among what is tried") {
  std::mt19937 random(771);
  std::size_t wider = 0;
  for (int trial = 0; trial < 200; ++trial) {
    const Generalised made =
        test::made_coarser(of_these(drawn_ages(random, 44), &random), 3, policy_with(Unreachable::coarsest));
    double last = 0.0;
    for (const TradeOff& point : made.trade_offs) {
      INFO("trial " << trial << ", k " << point.k);
      CHECK(point.loss >= last - 1e-12);
      last = point.loss;
      wider += point.age_limits.empty() ? 0U : 1U;
    }
  }
  CHECK(wider > 50);
}

TEST_CASE("Leaving out a column gives the groups of the tables without it, for each released column") {
  std::mt19937 random(5);
  for (int trial = 0; trial < 30; ++trial) {
    const Generalised made =
        test::made_coarser(of_these(drawn_ages(random, 44), &random), 3, policy_with(Unreachable::coarsest));
    const Table& table = made.data.tables.front().table;
    CHECK(made.without.size() + 1 == table.columns.size());
    for (const ColumnLeftOut& column : made.without) {
      std::map<std::string, std::uint64_t> groups;
      for (const auto& row : table.rows) {
        std::string told;
        for (std::size_t i = 1; i < row.size(); ++i)
          told += table.columns[i] == column.name ? "" : row[i] + "|";
        ++groups[told];
      }
      const auto alone =
          std::count_if(groups.begin(), groups.end(), [](const auto& group) { return group.second == 1; });
      CHECK(column.whole.classes == groups.size());
      CHECK(column.whole.uniques == static_cast<std::uint64_t>(alone));
    }
  }
}

TEST_CASE("Exact ages that tell something become the narrowest bands that settle them") {
  People people = of_these({});
  Table& table = people.tables.front().table;
  table.columns = {"participant_id", "age"};
  for (const auto& [age, persons] :
       std::vector<std::pair<int, int>>{{8, 6}, {20, 20}, {40, 10}, {41, 9}, {77, 1}}) {
    for (int i = 0; i < persons; ++i) {
      people.labels.push_back("p" + std::to_string(1000 + people.labels.size()));
      table.rows.push_back({"sub-" + people.labels.back(), std::to_string(age)});
    }
  }
  const Generalised made = test::made_coarser(people, 1, policy_with(Unreachable::coarsest));
  REQUIRE(made.age_recipes.size() == 1);
  CHECK(made.age_recipes.front().limits == Limits{40, 41});  // 77 goes with 41, 8 with 20
  CHECK(made.age_recipes.front().settled);
  CHECK(made.age_recipes.front().reached);
  const Generalised with = test::made_coarser(people, 1, policy_with(Unreachable::coarsest, {40, 41}));
  CHECK(tells_nothing(with.telling_ages));
  CHECK(with.age_recipes.empty());
}

TEST_CASE("Limits that settle ages lose least of them, whether or not k persons share the rest") {
  std::mt19937 random(4021);
  std::size_t settled = 0, unsettled = 0;
  for (int trial = 0; trial < 500; ++trial) {
    // Ages alone, so that what is lost is lost of them, and too few persons for any to be suppressed.
    People people = of_these(drawn_ages(random, 19), &random);
    for (PersonTable& table : people.tables) {
      table.table.columns = {"participant_id", "age"};
      for (auto& row : table.table.rows) row.resize(2);
    }
    const auto rule = policy_with(Unreachable::coarsest);
    const auto k =
        static_cast<std::uint32_t>(people.labels.size() / 2);  // seldom to be had with bands of 20 years
    const Generalised made = test::made_coarser(people, k, rule);
    if (made.reached || tells_nothing(made.telling_ages)) continue;
    std::optional<double> best;
    for (std::size_t set = 1; set < 16; ++set) {
      if (!parts(limits_of(set), people)) continue;
      const Generalised with =
          test::made_coarser(people, k, policy_with(Unreachable::coarsest, limits_of(set)));
      // By the bands of 20 years, as many grown-ups as are told of in the band of children.
      std::uint64_t older = 0;
      for (const auto& row : people.tables.front().table.rows) {
        const int age = std::stoi(row[1]);
        older += age >= 20 && age < limits_of(set).front() ? 1U : 0U;
      }
      const bool children = with.ages.under_16;
      const std::uint64_t fewest = std::max<std::uint64_t>(k, 5);
      if (!tells_nothing(with.telling_ages) || (children && older < fewest)) continue;
      if (!best || with.loss < *best) best = with.loss;
    }
    INFO("trial " << trial << ", k " << k);
    const auto found = std::find_if(made.age_recipes.begin(), made.age_recipes.end(),
                                    [](const AgeRecipe& recipe) { return recipe.settled; });
    CHECK((found != made.age_recipes.end()) == best.has_value());
    if (best && found != made.age_recipes.end()) CHECK(found->loss == Approx(*best));
    (best ? settled : unsettled) += 1;
  }
  CHECK(settled > 10);
  CHECK(unsettled > 10);
}
