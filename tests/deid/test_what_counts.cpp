#include <algorithm>
#include <catch2/catch.hpp>

#include "coarser_tables.hpp"
#include "deid/generalise.hpp"
#include "tables_of_share.hpp"

// Which columns and cells count when persons are told apart.
using namespace shareready;

using test::people;
using test::People;

TEST_CASE("Persons whose details became n/a are a group of k as all others, or nobody's did") {
  // 40 of one band, and 1 to 20 of another: what became n/a would tell who is of the other.
  for (std::size_t older = 1; older <= 20; ++older) {
    People made;
    Table table{.columns = {"participant_id", "age"}, .rows = {}};
    for (std::size_t i = 0; i < 40 + older; ++i) {
      made.labels.push_back("p" + std::to_string(100 + i));
      table.rows.push_back({"sub-" + made.labels.back(), i < 40 ? "25" : "47"});
    }
    made.tables = {{.path = "participants.tsv", .person = "", .table = std::move(table)}};
    auto result = generalise({.data = {.tables = made.tables, .sidecars = {}},
                              .persons = made.labels,
                              .rules = &test::shipped_columns(),
                              .k = 11,
                              .suppression_limit = 0.4,
                              .policy = {.when_k_unreachable = Unreachable::drop, .age_bands = {40}}});
    REQUIRE(result.ok());
    CHECK((result->suppressed == 0 || result->suppressed >= 11));
    CHECK(result->after.rows == 40 + older);
    CHECK(result->after.smallest_class >= 11);
  }
}

TEST_CASE("Words that only the policy keeps are details that k persons share, numbers are not") {
  People made = people(60, 1, 5);
  Table& table = made.tables.front().table;
  table.columns = {"participant_id", "age", "sex", "hobby", "moca_total"};
  for (std::size_t i = 0; i < 60; ++i) {
    table.rows[i][3] = i == 0 ? "none" : i % 2 == 0 ? "long" : "short";
    table.rows[i][4] = std::to_string(i);
  }
  const ColumnRules rules = with_policy(test::shipped_columns(), {"hobby", "moca_total"}, {});
  auto result_or = generalise({.data = {.tables = made.tables, .sidecars = {}},
                               .persons = made.labels,
                               .rules = &rules,
                               .policy = {.when_k_unreachable = Unreachable::drop}});
  REQUIRE(result_or.ok());
  const Generalised& result = *result_or;
  const auto hobby = std::find_if(result.identifiers.begin(), result.identifiers.end(),
                                  [](const QuasiIdentifier& own) { return own.name == "hobby"; });
  REQUIRE(hobby != result.identifiers.end());
  CHECK_FALSE(hobby->listed);
  CHECK(result.before.uniques == 1);
  CHECK(result.after.smallest_class >= 5);
  CHECK(result.data.tables.front().table.column("moca_total"));
}

TEST_CASE("Scores that stay single people out together: that is counted, or they count among the details") {
  People made = people(60, 1, 5);
  Table& table = made.tables.front().table;
  table.columns = {"participant_id", "age", "sex", "moca_total", "total_score"};
  for (std::size_t i = 0; i < 60; ++i) {
    table.rows[i][3] = std::to_string(i % 20);
    table.rows[i][4] = std::to_string(i * 7 % 60);
  }
  const auto with = [&](ScoreRule scores) {
    const ColumnRules rules = with_policy(test::shipped_columns(), {}, {.scores = scores});
    auto result = generalise({.data = {.tables = made.tables, .sidecars = {}},
                              .persons = made.labels,
                              .rules = &rules,
                              .policy = {.when_k_unreachable = Unreachable::drop, .scores = scores}});
    REQUIRE(result.ok());
    return std::move(result).value();
  };
  const Generalised apart = with(ScoreRule::categories);
  CHECK(apart.after.rows_below_k == 0);
  CHECK(apart.whole.rows == 60);
  CHECK(apart.whole.rows_below_k > 0);
  const Generalised counted = with(ScoreRule::counted);
  CHECK(counted.reached);
  CHECK(counted.whole.rows_below_k == 0);
  CHECK(counted.identifiers.size() == 4);
}

TEST_CASE("Where missing details agree with any, less is lost, and both counts are told") {
  People made = people(80, 30, 6);
  for (std::size_t i = 0; i < 80; i += 9) made.tables.front().table.rows[i][1 + i % 4] = "n/a";
  const auto with = [&](MissingRule missing) {
    auto result =
        generalise({.data = {.tables = made.tables, .sidecars = {}},
                    .persons = made.labels,
                    .rules = &test::shipped_columns(),
                    .policy = {.when_k_unreachable = Unreachable::drop, .missing_values = missing}});
    REQUIRE(result.ok());
    return std::move(result).value();
  };
  const Generalised strict = with(MissingRule::category);
  const Generalised wild = with(MissingRule::wildcard);
  CHECK(wild.loss <= strict.loss);
  REQUIRE(wild.matches);
  CHECK(wild.matches->smallest_class >= 5);
  CHECK(wild.matches->rows == 80);
  CHECK((!strict.matches || strict.matches->smallest_class >= strict.after.smallest_class));
}
