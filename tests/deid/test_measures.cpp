// What a policy could do against somebody who knows every released column, before anybody makes that release.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>
#include <string>

#include "coarser_tables.hpp"

using namespace shareready;

namespace {

using test::People;

// Ages, sex, hand, a group, and two scores that nobody counts among the details.
People drawn_people(std::mt19937& random) {
  const std::size_t persons = 8 + random() % 40;
  People made;
  Table table{.columns = {"participant_id", "age", "sex", "handedness", "group", "response_time", "accuracy"},
              .rows = {}};
  for (std::size_t i = 0; i < persons; ++i) {
    made.labels.push_back("p" + std::to_string(1000 + i));
    table.rows.push_back({"sub-" + made.labels.back(), std::to_string(8 + random() % 60),
                          random() % 2 == 0 ? "F" : "M", random() % 9 == 0 ? "L" : "R",
                          random() % 4 == 0 ? "patient" : "control", std::to_string(400 + random() % 5),
                          std::to_string(80 + random() % 9)});
  }
  made.tables.push_back({.path = "participants.tsv", .person = "", .table = std::move(table)});
  return made;
}

TablePolicy measured_policy(Unreachable rule, std::vector<int> limits = {}) {
  return {.when_k_unreachable = rule, .age_bands = std::move(limits)};
}

// The release that a policy makes which leaves these columns out.
Generalised released_without(People people, std::uint32_t k, const TablePolicy& policy,
                             const std::map<std::string, bool>& columns) {
  for (const auto& [name, listed] : columns) {
    Table& table = people.tables.front().table;
    if (const auto column = table.column(name)) table.erase_column(*column);
  }
  return test::made_coarser(people, k, policy);
}

std::vector<std::string> names_in(const std::map<std::string, bool>& columns) {
  std::vector<std::string> names;
  for (const auto& [name, listed] : columns) names.push_back(name);
  return names;
}

const Measure* find_measure(const Generalised& made, const std::vector<int>& limits,
                            const std::vector<std::string>& columns) {
  const auto found = std::find_if(made.measures.begin(), made.measures.end(), [&](const Measure& measure) {
    return measure.limits == limits && names_in(measure.columns) == columns;
  });
  return found == made.measures.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("What a measure promises is what the release made with its policy is") {
  std::mt19937 random(28112026);
  std::size_t of_details = 0, with_ages = 0, pairs = 0, more = 0;
  for (int trial = 0; trial < 60; ++trial) {
    const People people = drawn_people(random);
    const auto k = static_cast<std::uint32_t>(2 + random() % 5);
    const Unreachable rule = random() % 3 == 0 ? Unreachable::drop : Unreachable::coarsest;
    const Generalised made = test::made_coarser(people, k, measured_policy(rule));
    for (const Measure& measure : made.measures) {
      INFO("trial " << trial << ", k " << k << ", first column "
                    << (measure.columns.empty() ? "" : measure.columns.begin()->first));
      REQUIRE(measure.promised);
      const Generalised with =
          released_without(people, k, measured_policy(rule, measure.limits), measure.policy_columns);
      CHECK(with.whole.average == measure.whole.average);
      CHECK(with.whole.uniques == measure.whole.uniques);
      // Nothing comes back that the release lacks, but for ages that the limits are for.
      const Table& table = with.data.tables.front().table;
      for (const std::string& name : table.columns) {
        if (name != "age" && name != "age_group" && measure.limits.empty())
          CHECK(made.data.tables.front().table.column(name));
      }
      for (const auto& [name, listed] : measure.columns) CHECK_FALSE(table.column(name));
      const auto details = {"age_group", "age", "sex", "group"};
      of_details += std::any_of(details.begin(), details.end(),
                                [&](const char* name) { return measure.columns.contains(name); });
      with_ages += measure.limits.empty() ? 0U : 1U;
      pairs += measure.columns.size() == 2 ? 1U : 0U;
      more += measure.policy_columns.size() > measure.columns.size() ? 1U : 0U;
    }
  }
  CHECK(of_details > 100);
  CHECK(with_ages > 100);
  CHECK(pairs > 100);
  CHECK(more > 10);  // a detail that would have come back
}

TEST_CASE("Each released column, each two of them, and the first wider ages with each are measured once") {
  std::mt19937 random(17);
  const People people = drawn_people(random);
  const Generalised made = test::made_coarser(people, 3, measured_policy(Unreachable::coarsest));
  REQUIRE_FALSE(made.age_recipes.empty());
  const std::vector<std::string>& columns = made.data.tables.front().table.columns;
  const std::size_t released = columns.size() - 1;
  std::set<std::pair<std::vector<int>, std::vector<std::string>>> seen;
  for (const Measure& measure : made.measures) seen.emplace(measure.limits, names_in(measure.columns));
  CHECK(seen.size() == made.measures.size());
  CHECK(seen.size() == released + released * (released - 1) / 2 + 1 + (released - 1));
  for (std::size_t i = 1; i < columns.size(); ++i) CHECK(find_measure(made, {}, {columns[i]}) != nullptr);
  const Measure* ages = find_measure(made, made.age_recipes.front().limits, {});
  REQUIRE(ages != nullptr);
  CHECK(ages->whole.average == made.age_recipes.front().whole.average);
  CHECK(find_measure(made, {}, {"accuracy", "response_time"}) != nullptr);
}

TEST_CASE("As the outside readers had it, wider ages without the score leave nobody alone") {
  // Scores that tell one person apart within most ages, and nobody within the wider ones.
  People people;
  Table table{.columns = {"participant_id", "age", "sex", "accuracy"}, .rows = {}};
  for (std::size_t i = 0; i < 24; ++i) {
    people.labels.push_back("p" + std::to_string(1000 + i));
    const int age = i < 2 ? 14 : i < 16 ? 24 : i < 22 ? 41 : 65;
    table.rows.push_back(
        {"sub-" + people.labels.back(), std::to_string(age), i % 2 == 0 ? "F" : "M", std::to_string(80 + i)});
  }
  people.tables.push_back({.path = "participants.tsv", .person = "", .table = std::move(table)});
  const Generalised made = test::made_coarser(people, 3, measured_policy(Unreachable::coarsest));
  REQUIRE_FALSE(made.age_recipes.empty());
  const std::vector<int>& limits = made.age_recipes.front().limits;
  CHECK(find_measure(made, limits, {})->whole.uniques == 24);
  CHECK(find_measure(made, {}, {"accuracy"})->whole.uniques == 4);
  CHECK(find_measure(made, limits, {"accuracy"})->whole.uniques == 0);
}

TEST_CASE("Of very many persons each column alone is measured, and promised where no level hangs on it") {
  People people;
  Table table{.columns = {"participant_id", "age", "response_time"}, .rows = {}};
  for (std::size_t i = 0; i < 2001; ++i) {
    people.labels.push_back("p" + std::to_string(10000 + i));
    table.rows.push_back(
        {"sub-" + people.labels.back(), std::to_string(20 + i % 40), std::to_string(400 + i % 300)});
  }
  people.tables.push_back({.path = "participants.tsv", .person = "", .table = std::move(table)});
  const Generalised made = test::made_coarser(people, 3, measured_policy(Unreachable::coarsest));
  REQUIRE(made.measures.size() == 2);
  CHECK(made.measures.front().promised == made.measures.front().columns.contains("response_time"));
  CHECK(made.measures.back().promised == made.measures.back().columns.contains("response_time"));
}
