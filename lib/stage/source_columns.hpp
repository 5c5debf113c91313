#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bids/inventory.hpp"
#include "deid/column_losses.hpp"
#include "deid/labels.hpp"
#include "stage/released_files.hpp"

namespace shareready {

// By what it is known which rows of a table go.
struct ReleasedRows {
  const LabelMap* labels = nullptr;  // of the released persons and sessions
  std::set<std::string_view> paths;  // of the released files, in the source; it looks into the files
};
ReleasedRows released_rows(const std::vector<ReleasedFile>& files, const LabelMap& labels);

// A table of persons with what says which of its rows go.
PersonTable person_table(const std::string& path, Table table, const ReleasedRows& rows);

// What the tables of persons in the source say, as they are: participants, phenotype, sessions, scans and
// samples. Columns of lists that a filter leaves out in part count as partial.
ColumnRecords read_source_columns(const Inventory& inventory, const ReleasedRows& rows,
                                  const std::map<std::string, Json>& sidecars);

}  // namespace shareready
