#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/table_policy.hpp"

namespace shareready {

struct ColumnRule;

// What a column is by its cells, and by which sign; no value of it.
struct ColumnContent {
  ColumnType type = ColumnType::other;
  std::string evidence;    // "e-mail addresses in it"
  bool postcodes = false;  // Dutch ones, with letters
};

// Looks for e-mail addresses, telephone numbers, IP addresses, bank accounts (ISO 13616, mod 97), Dutch
// citizen numbers (11-test), Dutch postcodes, dates, numbers of persons and prose, in this order: what most
// of the cells are; else numbers, or words.
ColumnContent content_of(const std::vector<std::string_view>& cells);

// The type that a rule stands for.
ColumnType type_of(const ColumnRule& rule);

}  // namespace shareready
