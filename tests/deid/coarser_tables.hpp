#pragma once

#include <catch2/catch.hpp>
#include <map>
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
