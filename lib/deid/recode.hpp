#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "deid/profiles.hpp"

namespace shareready {

// A column that a table lost or that holds coarser values now.
struct ColumnChange {
  TableKind table = TableKind::participants;
  std::string column;
  bool kept = false;
  std::string reason;  // without a value
};

// Tables of persons and what describes them.
struct DescribedTables {
  std::vector<PersonTable> tables;
  std::map<std::string, Json> sidecars;  // by path; of the lists too
  std::vector<PersonTable> lists = {};   // scans.tsv and samples.tsv: never recoded
};

// Recodes columns one by one, before groups are formed: numbers beyond the top and bottom of the policy
// become these; scores become categories by the policy's cut-offs, else quantiles, each of at least k
// persons, and go where that leaves one; words of sensitive columns that fewer than k persons have become one
// value. A value stands for the same in every table. Sidecars tell the categories. The same for any order of
// rows.
std::vector<ColumnChange> recode_columns(DescribedTables& data, const std::vector<std::string>& persons,
                                         const ColumnRules& rules, const TablePolicy& policy,
                                         std::uint32_t k);

}  // namespace shareready
