#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "deid/recode.hpp"

namespace shareready {

// The sizes of the groups of persons of whom the tables say the same in every column, labels aside: what
// somebody who knows all of it, scores and other columns that stay too, could tell apart. One size a group.
std::vector<std::uint32_t> whole_row_groups(const DescribedTables& data,
                                            const std::vector<std::string>& persons,
                                            const ColumnRules& rules);

// A released column, by its name in whichever table.
struct LeftOutColumn {
  std::string name;
  bool listed = false;               // its name is fit for shared texts
  std::vector<std::uint32_t> sizes;  // as of whole_row_groups, without it
};

// What leaving out each column alone would give, sorted by name.
std::vector<LeftOutColumn> groups_without_each(const DescribedTables& data,
                                               const std::vector<std::string>& persons,
                                               const ColumnRules& rules);

}  // namespace shareready
