#pragma once

#include <cstdint>
#include <vector>

#include "deid/recode.hpp"

namespace shareready {

// The sizes of the groups of persons of whom the tables say the same in every column, labels aside: what
// somebody who knows all of it, scores and other columns that stay too, could tell apart. One size a group.
std::vector<std::uint32_t> whole_row_groups(const DescribedTables& data,
                                            const std::vector<std::string>& persons,
                                            const ColumnRules& rules);

}  // namespace shareready
