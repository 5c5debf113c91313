#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "risk/encoded_table.hpp"

namespace shareready::risk {

// Items that have codes in columns, each standing for a number of rows.
struct WeightedItems {
  std::vector<std::vector<Code>> codes;  // by column, then by item
  std::vector<std::size_t> values;       // by column: codes are below it
  std::vector<std::optional<Code>>
      missing;                      // by column: the code that agrees with every other; none: no code
  std::vector<std::uint32_t> rows;  // by item
};

// The rows that agree with each item, its own included: equal codes in every column that neither misses.
std::vector<std::uint32_t> count_matches(const WeightedItems& items);
// The rows of `others`, with the same columns and codes, that agree with each item of `own`.
std::vector<std::uint32_t> count_matches(const WeightedItems& own, const WeightedItems& others);

// The code of an attribute's missing value at a level; none where it is one with others there, and so tells
// something, or where missing values are values as any other (Attribute::missing).
std::optional<Code> missing_at(const Attribute& attribute, std::size_t level);

// The number of rows that each row agrees with, itself included, where a missing value (Attribute::missing)
// agrees with every value.
std::vector<std::uint32_t> wildcard_matches(const EncodedTable& table, const Levels& levels);

}  // namespace shareready::risk
