#include "deid/whole_rows.hpp"

#include <algorithm>
#include <unordered_map>

namespace shareready {
namespace {

// The columns of a table that are no label of a person.
std::vector<std::size_t> telling_columns(const PersonTable& table, const ColumnRules& rules) {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < table.table.columns.size(); ++i) {
    const ColumnRule* rule = rules.find(table_kind(table.path), table.table.columns[i]);
    const bool label = rule != nullptr && rule->action == ColumnAction::identifier;
    if (!label || table.table.columns[i] == "session_id") columns.push_back(i);
  }
  return columns;
}

}  // namespace

std::vector<std::uint32_t> whole_row_groups(const DescribedTables& data,
                                            const std::vector<std::string>& persons,
                                            const ColumnRules& rules) {
  std::map<std::string, std::size_t> index;
  for (const std::string& person : persons) index.emplace(person, index.size());
  std::vector<std::vector<std::string>> told(persons.size());
  for (const PersonTable& table : data.tables) {
    const std::vector<std::size_t> columns = telling_columns(table, rules);
    const auto rows = persons_of_rows(table, index);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (!rows[row]) continue;
      std::string text = table.person.empty() ? table.path : "sessions";
      for (const std::size_t i : columns) text += "\x1f" + table.table.rows[row][i];
      told[*rows[row]].push_back(std::move(text));
    }
  }
  std::unordered_map<std::string, std::uint32_t> groups;
  for (auto& own : told) {
    std::sort(own.begin(), own.end());
    std::string whole;
    for (const std::string& row : own) whole += row + "\x1e";
    ++groups[whole];
  }
  std::vector<std::uint32_t> sizes;
  for (const auto& [whole, size] : groups) sizes.push_back(size);
  std::sort(sizes.begin(), sizes.end());
  return sizes;
}

}  // namespace shareready
