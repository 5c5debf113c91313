#pragma once

#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "risk/privacy_model.hpp"

namespace shareready::risk {

struct Range {
  double low = 0.0;
  double high = 0.0;
};

// Rows in groups of at least k with similar numbers.
struct Partition {
  std::vector<std::uint32_t> of_row;
  std::vector<std::vector<Range>> ranges;  // by group, by column: from its least to its largest value
};

// Strict multidimensional partitioning of numeric columns (Mondrian; LeFevre et al. 2006,
// doi:10.1109/ICDE.2006.101): a group is cut at the median of the column with the widest range, as a share of
// the whole column's, as long as both halves satisfy the model (k, and enough for its average risk; every
// sensitive rule); equal values stay together. So every group satisfies it where the whole table does. Errors
// (bad_data): fewer rows than k, columns of unequal length, a value that is not finite.
Result<Partition> partition_strictly(const std::vector<std::vector<double>>& columns,
                                     const PrivacyModel& model);

}  // namespace shareready::risk
