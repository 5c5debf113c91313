#include "deid/whole_rows.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <unordered_map>

#include "deid/profile_writer.hpp"

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
  sizes.reserve(groups.size());
  for (const auto& [whole, size] : groups) sizes.push_back(size);
  std::sort(sizes.begin(), sizes.end());
  return sizes;
}

namespace {

// Any 64 bits of one value: sums of these stand for rows and persons, so that one column can be taken out of
// them. Two of 100,000 persons are taken for alike by chance once in three thousand million tables.
std::uint64_t mixed(std::uint64_t value) {  // finaliser of SplitMix64
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

std::uint64_t mixed(std::string_view text, std::uint64_t salt) {
  return mixed(std::hash<std::string_view>()(text) + mixed(salt));
}

}  // namespace

std::vector<std::uint32_t> sizes_of_keys(std::vector<std::uint64_t> keys) {
  std::sort(keys.begin(), keys.end());
  std::vector<std::uint32_t> sizes;
  for (auto begin = keys.begin(); begin != keys.end();) {
    const auto end = std::upper_bound(begin, keys.end(), *begin);
    sizes.push_back(static_cast<std::uint32_t>(end - begin));
    begin = end;
  }
  std::sort(sizes.begin(), sizes.end());
  return sizes;
}

CodedRows::CodedRows(const std::vector<PersonTable>& tables, const std::vector<std::string>& persons,
                     const ColumnRules& rules)
    : persons_(persons.size()) {
  std::map<std::string, std::size_t> index;
  for (const std::string& person : persons) index.emplace(person, index.size());
  for (const PersonTable& table : tables) {
    const TableKind kind = table_kind(table.path);
    const std::vector<std::size_t> columns = telling_columns(table, rules);
    const auto rows = persons_of_rows(table, index);
    std::vector<std::size_t> codes;
    for (const std::size_t i : columns) {
      const std::string& name = table.table.columns[i];
      bool& listed = listed_[name];
      listed = listed || rules.is_listed(kind, name) || name == k_age_group;
      codes.push_back(codes_.try_emplace(name, codes_.size()).first->second);
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (!rows[row]) continue;
      Row& one = rows_.emplace_back();
      one.person = *rows[row];
      one.table = mixed(table.person.empty() ? std::string_view(table.path) : "sessions", 0);
      for (std::size_t i = 0; i < columns.size(); ++i) {
        one.cells.emplace_back(codes[i], mixed(table.table.rows[row][columns[i]], codes[i] + 1));
        one.sum += one.cells.back().second;
      }
    }
  }
}

std::vector<std::uint64_t> CodedRows::keys_without(const std::set<std::string>& names) const {
  std::vector<bool> left_out(codes_.size(), false);
  for (const std::string& name : names) {
    const auto found = codes_.find(name);
    if (found != codes_.end()) left_out[found->second] = true;
  }
  std::vector<std::uint64_t> keys(persons_, 0);
  for (const Row& row : rows_) {
    std::uint64_t sum = row.sum;
    for (const auto& [code, cell] : row.cells) sum -= left_out[code] ? cell : 0;
    keys[row.person] += mixed(sum ^ row.table);
  }
  return keys;
}

}  // namespace shareready
