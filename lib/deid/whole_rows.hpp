#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "deid/recode.hpp"

namespace shareready {

// The sizes of the groups of persons of whom the tables say the same in every column, labels aside: what
// somebody who knows all of it, scores and other columns that stay too, could tell apart. One size a group.
std::vector<std::uint32_t> whole_row_groups(const DescribedTables& data,
                                            const std::vector<std::string>& persons,
                                            const ColumnRules& rules);

// The sizes of the groups of persons with equal keys, sorted.
std::vector<std::uint32_t> sizes_of_keys(std::vector<std::uint64_t> keys);

// The rows of everybody as numbers, so that the groups without some columns can be counted without them being
// built anew.
class CodedRows {
 public:
  CodedRows(const std::vector<PersonTable>& tables, const std::vector<std::string>& persons,
            const ColumnRules& rules);
  // The columns by name, in whichever table, and whether the name is fit for shared texts.
  [[nodiscard]] const std::map<std::string, bool>& columns() const { return listed_; }
  // A number for each person, in their order: equal ones say the same in every column but these.
  [[nodiscard]] std::vector<std::uint64_t> keys_without(const std::set<std::string>& names) const;

 private:
  // One row of a person: its columns, and all of them together.
  struct Row {
    std::size_t person = 0;
    std::uint64_t table = 0, sum = 0;
    std::vector<std::pair<std::size_t, std::uint64_t>> cells;  // index of the name, its part of the sum
  };
  std::size_t persons_;
  std::map<std::string, bool> listed_;
  std::map<std::string, std::size_t> codes_;
  std::vector<Row> rows_;
};

}  // namespace shareready
