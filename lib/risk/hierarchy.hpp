#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready::risk {

using Code = std::uint32_t;

// How the values of one column become coarser, level by level. Level 0 holds the values themselves. Values
// that are one at a level are one at every later level, so that going up never tells more.
struct Hierarchy {
  std::vector<std::vector<std::string>> names;  // by level: the name of each code
  std::vector<std::vector<Code>> up;            // by level: the code there of each code of level 0

  [[nodiscard]] std::size_t levels() const { return up.size(); }
  [[nodiscard]] std::size_t values() const { return up.empty() ? 0 : up.front().size(); }
};

// From rows of cells, one row for each value: {value, coarser, ..., coarsest}. Errors (bad_data, by row,
// never a value): no rows, rows of unequal length, a value twice, values that part again at a later level.
Result<Hierarchy> make_hierarchy(const std::vector<std::vector<std::string>>& rows, std::string_view subject);

// The CSV form of ARX: one line for each value, levels separated by semicolons, no header.
Result<Hierarchy> parse_hierarchy(std::string_view text, std::string_view subject);

}  // namespace shareready::risk
