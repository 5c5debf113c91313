#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "deid/generalise.hpp"
#include "tables_of_share.hpp"

// Tables of persons for the tests of what makes them coarser.
namespace shareready::test {

struct People {
  std::vector<PersonTable> tables;
  std::vector<std::string> labels;
};

// participants.tsv with ages from 18 to 17 + `span`, sexes and groups; one in `many` is left-handed.
inline People people(std::size_t count, unsigned span, unsigned seed, bool shuffled = false) {
  std::mt19937 random(seed);
  People made;
  Table table{.columns = {"participant_id", "age", "sex", "handedness", "group"}, .rows = {}};
  for (std::size_t i = 0; i < count; ++i) {
    made.labels.push_back("p" + std::to_string(1000 + i));
    table.rows.push_back({"sub-" + made.labels.back(), std::to_string(18 + random() % span),
                          random() % 2 == 0 ? "F" : "M", random() % 10 == 0 ? "left" : "right",
                          random() % 2 == 0 ? "patient" : "control"});
  }
  if (shuffled) std::shuffle(table.rows.begin(), table.rows.end(), random);
  made.tables.push_back({.path = "participants.tsv", .person = "", .table = std::move(table)});
  return made;
}

inline Generalised made_coarser(const People& people, std::uint32_t k, TablePolicy policy,
                                std::map<std::string, Json> sidecars = {}) {
  auto result = generalise({.data = {.tables = people.tables, .sidecars = std::move(sidecars)},
                            .persons = people.labels,
                            .rules = &shipped_columns(),
                            .k = k,
                            .suppression_limit = 0.05,
                            .policy = std::move(policy)});
  REQUIRE(result.ok());
  return std::move(result).value();
}

}  // namespace shareready::test
