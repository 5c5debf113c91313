#pragma once

#include <string>
#include <vector>

#include "audit/test_data.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "risk/encoded_table.hpp"

namespace shareready::test {

inline const std::vector<std::string> k_adult_columns = {
    "sex",       "age",        "race",        "marital-status", "education", "native-country",
    "workclass", "occupation", "salary-class"};

// The cells of one column of the public Adult table (30,162 persons).
inline std::vector<std::string> adult_cells(const std::string& name) {
  const std::string text = read_text(test_data_or_skip() / "tabular" / "adult.csv").value();
  std::vector<std::string> cells;
  std::size_t column = 0;
  for (const std::string& line : split(text, '\n')) {
    if (line.empty()) continue;
    const std::vector<std::string> row = split(trim(line), ';');
    if (cells.empty() && column == 0 && row.front() == "sex") {
      while (row.at(column) != name) ++column;
      continue;
    }
    cells.push_back(row.at(column));
  }
  return cells;
}

inline std::vector<std::string> cells_of_rows(const std::vector<std::string>& cells,
                                              const std::vector<std::size_t>& rows) {
  std::vector<std::string> chosen;
  chosen.reserve(rows.size());
  for (const std::size_t row : rows) chosen.push_back(cells.at(row));
  return chosen;
}

// Columns of Adult with the hierarchies beside it; `rows`: of these persons only.
inline risk::EncodedTable adult_table(const std::vector<std::string>& names = k_adult_columns,
                                      const std::vector<std::size_t>& rows = {}) {
  std::vector<risk::Attribute> attributes;
  std::vector<std::vector<std::string>> columns;
  for (const std::string& name : names) {
    const auto path = test_data_or_skip() / "tabular" / ("adult_hierarchy_" + name + ".csv");
    attributes.push_back(
        {.name = name, .hierarchy = risk::parse_hierarchy(read_text(path).value(), name).value()});
    columns.push_back(rows.empty() ? adult_cells(name) : cells_of_rows(adult_cells(name), rows));
  }
  return risk::encode_table(std::move(attributes), columns).value();
}

}  // namespace shareready::test
