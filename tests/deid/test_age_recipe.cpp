#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "coarser_tables.hpp"
#include "deid/age_recipe.hpp"
#include "deid/generalise.hpp"
#include "deid/wider_ages.hpp"
#include "tables_of_share.hpp"

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

std::vector<int> drawn_ages(std::mt19937& random, std::size_t most, unsigned span = 80) {
  std::vector<int> ages(5 + random() % (most - 4));
  for (int& age : ages) age = 5 + static_cast<int>(random() % 3 == 0 ? random() % span : 15 + random() % 30);
  return ages;
}

// Every set of limits with somebody in each band, every so many years.
std::vector<Limits> all_limits(const People& people, int step) {
  std::vector<Limits> all;
  for (std::size_t set = 1; set < std::size_t{1} << (80 / step); ++set) {
    Limits limits;
    for (int i = 0; i < 80 / step; ++i) {
      if ((set >> i & 1U) != 0) limits.push_back(step + step * i);
    }
    std::set<std::ptrdiff_t> bands;
    for (const auto& row : people.tables.front().table.rows)
      bands.insert(std::upper_bound(limits.begin(), limits.end(), std::stoi(row[1])) - limits.begin());
    if (bands.size() == limits.size() + 1) all.push_back(std::move(limits));
  }
  return all;
}

bool has_ages(const Generalised& made) {
  const Table& table = made.data.tables.front().table;
  return table.column("age") || table.column("age_group");
}

// One age for everybody who has one tells nothing.
bool parts_persons(const Generalised& made) {
  const Table& table = made.data.tables.front().table;
  const auto column = table.column("age_group");
  std::set<std::string> ages;
  for (const auto& row : table.rows) {
    if (column && row[*column] != "n/a") ages.insert(row[*column]);
  }
  return ages.size() > 1;
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
  REQUIRE(made.age_recipes.size() == 2);
  const AgeRecipe& recipe = made.age_recipes.front();
  CHECK(recipe.limits == Limits{40});
  CHECK(recipe.reached);
  CHECK(recipe.settled);
  CHECK(recipe.after.classes == 4);
  CHECK(recipe.after.smallest_class == 4);
  CHECK(recipe.after.rows_below_k == 0);
  CHECK(recipe.after.average == Approx(4.0 / 24));
  // More detail, but 0-29 is an age that children can have.
  const AgeRecipe& finer = made.age_recipes.back();
  CHECK(finer.limits == Limits{30, 40});
  CHECK(finer.reached);
  CHECK_FALSE(finer.settled);
  CHECK(finer.after.rows_below_k == 0);
  CHECK(finer.loss < recipe.loss);
  CHECK(finer.loss < made.loss);
  const auto point = std::find_if(made.trade_offs.begin(), made.trade_offs.end(),
                                  [](const TradeOff& one) { return one.k == 3; });
  REQUIRE(point != made.trade_offs.end());
  CHECK(point->age_limits == Limits{30, 40});
  CHECK(point->dropped.empty());
  CHECK(point->loss == Approx(finer.loss));
}

TEST_CASE("Limits that bands of 20 years do not have give groups where those give none") {
  const Generalised made = test::made_coarser(of_these(k_ages), 5, policy_with(Unreachable::coarsest));
  REQUIRE_FALSE(made.reached);
  REQUIRE(made.age_recipes.size() == 2);
  CHECK(made.age_recipes.front().limits == Limits{40});  // settles the ages, and 8 persons stay below 5
  CHECK(made.age_recipes.front().after.rows_below_k == 8);
  const AgeRecipe& recipe = made.age_recipes.back();
  CHECK(recipe.limits == Limits{30});
  CHECK(recipe.reached);
  CHECK(recipe.after.classes == 4);
  CHECK(recipe.after.smallest_class == 5);
  CHECK(recipe.dropped.empty());
  const auto point = std::find_if(made.trade_offs.begin(), made.trade_offs.end(),
                                  [](const TradeOff& one) { return one.k == 5; });
  REQUIRE(point != made.trade_offs.end());
  CHECK(point->age_limits == Limits{30});
  CHECK(point->dropped.empty());
}

TEST_CASE("Of very many persons limits are tried at every 20 years") {
  std::vector<int> ages(2001);
  for (std::size_t i = 0; i < ages.size(); ++i) ages[i] = 18 + static_cast<int>(i % 60);
  const auto tried = [&](const std::vector<int>& of) {
    const People people = of_these(of);
    const TablePolicy policy;
    LevelChoice choice{.profiles =
                           collect_profiles(people.tables, people.labels, test::shipped_columns(), policy)};
    return age_limits_to_try(choice);
  };
  CHECK(tried(ages) == Limits{20, 40, 60});
  ages.pop_back();
  CHECK(tried(ages) == Limits{20, 30, 40, 50, 60, 70});
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
  for (int trial = 0; trial < 100; ++trial) {
    const People people = of_these(drawn_ages(random, 40, 45), &random);
    const auto k = static_cast<std::uint32_t>(2 + random() % 5);
    const Unreachable rule = random() % 3 == 0 ? Unreachable::drop : Unreachable::coarsest;
    const Generalised made = test::made_coarser(people, k, policy_with(rule));
    const bool kept = has_ages(made);
    for (const AgeRecipe& recipe : made.age_recipes) {
      const Generalised with = test::made_coarser(people, k, policy_with(rule, recipe.limits));
      INFO("trial " << trial << ", k " << k << ", limits " << words_of(recipe.limits));
      CHECK(parts_persons(with));
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
    if (made.reached && kept) continue;
    // Every set of limits, each as a release of its own.
    std::optional<double> best, best_settled;
    for (const Limits& limits : all_limits(people, 10)) {
      const Generalised with = test::made_coarser(people, k, policy_with(rule, limits));
      if (!with.reached || !parts_persons(with) || (!kept && with.loss >= made.loss)) continue;
      best = std::min(best.value_or(with.loss), with.loss);
      if (tells_nothing(with.telling_ages) && !with.ages.under_16)
        best_settled = std::min(best_settled.value_or(with.loss), with.loss);
    }
    INFO("trial " << trial << ", k " << k);
    const auto least_of = [&](bool of_settled) {
      std::optional<double> least;
      for (const AgeRecipe& recipe : made.age_recipes) {
        if (recipe.reached && (recipe.settled || !of_settled))
          least = std::min(least.value_or(recipe.loss), recipe.loss);
      }
      return least;
    };
    CHECK(least_of(false).has_value() == best.has_value());
    none += best ? 0U : 1U;
    if (best) CHECK(least_of(false).value() == Approx(*best));
    if (best_settled) CHECK(least_of(true).has_value());
    reached += best ? 1U : 0U;
    settled += least_of(true) ? 1U : 0U;
    // In the order in which they are read.
    for (std::size_t i = 1; i < made.age_recipes.size(); ++i) {
      CHECK(made.age_recipes[i].settled <= made.age_recipes[i - 1].settled);
      if (!made.age_recipes[i].settled)
        CHECK(made.age_recipes[i].loss <
              made.age_recipes[i - 1].loss + (made.age_recipes[i - 1].reached ? 0.0 : 1.0));
    }
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
    for (const Limits& limits : all_limits(people, 20)) {
      const Generalised with = test::made_coarser(people, k, policy_with(Unreachable::coarsest, limits));
      // By the bands of 20 years, as many grown-ups as are told of in the band of children.
      std::uint64_t older = 0;
      for (const auto& row : people.tables.front().table.rows) {
        const int age = std::stoi(row[1]);
        older += age >= 20 && age < limits.front() ? 1U : 0U;
      }
      const bool children = with.ages.under_16;
      const std::uint64_t fewest = std::max<std::uint64_t>(k, 5);
      if (!tells_nothing(with.telling_ages) || (children && older < fewest)) continue;
      if (!best || with.loss < *best) best = with.loss;
    }
    INFO("trial " << trial << ", k " << k);
    // Finer ones that settle all of it give groups of k persons besides.
    bool found = false;
    for (const AgeRecipe& recipe : made.age_recipes) {
      found = found || (recipe.settled && best && recipe.loss == Approx(*best));
      CHECK((best || !recipe.settled || recipe.reached));
    }
    CHECK(found == best.has_value());
    (best ? settled : unsettled) += 1;
  }
  CHECK(settled > 10);
  CHECK(unsettled > 10);
}
