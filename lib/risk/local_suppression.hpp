#pragma once

#include <cstdint>
#include <vector>

#include "risk/encoded_table.hpp"

namespace shareready::risk {

struct LocalSuppression {
  std::vector<std::vector<bool>> cells;  // by column, by row: true where the cell becomes n/a
  std::size_t suppressed_cells = 0;
  std::uint32_t smallest_class =
      0;  // n/a counts as a value of its own; below k only where there are fewer rows
};

// Suppresses single cells until every class has k rows: column by column in the rows whose class is too
// small, each time the column that repairs most rows for the weight it costs; where nothing else helps, whole
// rows, with those of the smallest class beside them. A greedy answer, not an optimum; the same for any order
// of rows.
LocalSuppression suppress_locally(const EncodedTable& table, const Levels& levels, std::uint32_t k);

}  // namespace shareready::risk
