// A column that the rules leave out: what a release would be that keeps it, before anybody makes that
// release.
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "coarser_tables.hpp"
#include "deid/kept_column.hpp"
#include "tables_of_share.hpp"

using namespace shareready;

namespace {

// participants.tsv with a diagnosis, and a score that nobody counts.
test::People patients(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  test::People made;
  Table table{.columns = {"participant_id", "age", "sex", "diagnosis", "madrs"}, .rows = {}};
  for (std::size_t i = 0; i < count; ++i) {
    made.labels.push_back("p" + std::to_string(1000 + i));
    table.rows.push_back({"sub-" + made.labels.back(), std::to_string(18 + random() % 50),
                          random() % 2 == 0 ? "F" : "M", random() % 3 == 0 ? "MDD" : "control",
                          std::to_string(random() % 12)});
  }
  made.tables.push_back({.path = "participants.tsv", .person = "", .table = std::move(table)});
  return made;
}

TablePolicy keeping(const std::string& column, Unreachable unreachable) {
  TablePolicy policy{.when_k_unreachable = unreachable};
  policy.columns[column] = {.type = ColumnType::quasi_identifier};
  return policy;
}

GeneraliseRequest request_for(const test::People& people, const ColumnRules& rules, std::uint32_t k,
                              TablePolicy policy) {
  return {.data = {.tables = people.tables, .sidecars = {}},
          .persons = people.labels,
          .rules = &rules,
          .k = k,
          .suppression_limit = 0.05,
          .policy = std::move(policy)};
}

}  // namespace

TEST_CASE("What keeping a column would give is what the release that keeps it comes to") {
  for (const Unreachable unreachable : {Unreachable::drop, Unreachable::coarsest}) {
    for (const std::size_t count : {14U, 60U, 300U}) {
      for (const std::uint32_t k : {3U, 5U}) {
        INFO(count << " persons, k " << k);
        const test::People people = patients(count, static_cast<unsigned>(count) + k);
        const TablePolicy policy = keeping("diagnosis", unreachable);
        const ColumnRules rules = with_policy(test::shipped_columns(), {}, policy);
        const auto promised = risk_with_column(request_for(people, rules, k, policy), "diagnosis");
        REQUIRE(promised.ok());
        REQUIRE(promised->has_value());
        const KeptColumn& kept = **promised;
        const Generalised made = generalise(request_for(people, rules, k, policy)).value();
        CHECK(kept.reached == made.reached);
        CHECK(kept.after.average == made.after.average);
        CHECK(kept.after.rows_below_k == made.after.rows_below_k);
        CHECK(kept.after.classes == made.after.classes);
        CHECK(kept.whole.average == made.whole.average);
        CHECK_FALSE(kept.same);
        REQUIRE(kept.details.size() == made.identifiers.size());
        for (std::size_t i = 0; i < kept.details.size(); ++i) {
          CHECK(kept.details[i].name == made.identifiers[i].name);
          CHECK(kept.details[i].level == made.identifiers[i].level);
        }
      }
    }
  }
}

TEST_CASE("A column that is not there, or of which everybody has one value, is told apart") {
  test::People people = patients(30, 7);
  const TablePolicy policy = keeping("diagnosis", Unreachable::coarsest);
  const ColumnRules rules = with_policy(test::shipped_columns(), {}, policy);
  CHECK_FALSE(risk_with_column(request_for(people, rules, 3, policy), "apoe").value().has_value());
  for (auto& row : people.tables.front().table.rows) row[3] = "MDD";
  const auto kept = risk_with_column(request_for(people, rules, 3, policy), "diagnosis").value();
  REQUIRE(kept.has_value());
  CHECK(kept->same);
}
