#pragma once

#include <cstdint>
#include <vector>

#include "risk/privacy_model.hpp"

namespace shareready::risk {

struct LocalSuppression {
  std::vector<std::vector<bool>> cells;  // by column, by row: true where the cell becomes n/a
  std::size_t suppressed_cells = 0;
  std::uint32_t smallest_class = 0;  // n/a counts as a value of its own
  bool holds = false;                // the model; false only where the whole table as one class fails it
};

// Suppresses single cells until every class has k rows and satisfies the sensitive rules of the model, and so
// that its average risk holds (by a larger k, if asked): column by column in the rows whose class fails, each
// time the column that repairs most rows for the weight it costs; where nothing else helps, whole rows, with
// those of the smallest class that holds beside them. Where missing values agree with any (Attribute::missing
// of each column), so do suppressed cells, and k counts the rows that may be those of each person, of whom
// all cells are known that were not missing before. A greedy answer, not an optimum; the same for any order
// of rows.
LocalSuppression suppress_locally(const EncodedTable& table, const Levels& levels, const PrivacyModel& model);

}  // namespace shareready::risk
