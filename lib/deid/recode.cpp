#include "deid/recode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

#include "base/text.hpp"
#include "deid/bands.hpp"
#include "deid/cells.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_most_quantiles = 4;

// All places of one column, by its name, and the person of each of their rows.
struct Column {
  std::string name;
  ColumnAction action = ColumnAction::other;
  std::vector<ColumnPlace> places;
};

// True of a sidecar of scans.tsv or samples.tsv, whose columns are others, whatever their names.
bool is_list(const std::string& sidecar) {
  const TableKind kind = table_kind(replace_all(sidecar, ".json", ".tsv"));
  return kind == TableKind::scans || kind == TableKind::samples;
}

class Recoder {
 public:
  Recoder(DescribedTables& data, const std::vector<std::string>& persons, std::uint32_t k)
      : data_(data), k_(k) {
    std::map<std::string, std::size_t> index;
    for (const std::string& person : persons) index.emplace(person, index.size());
    for (const PersonTable& table : data.tables) rows_.push_back(persons_of_rows(table, index));
  }
  void limit(const Column& column, const ColumnPolicy& policy);
  void categorise(const Column& column, const ColumnPolicy* policy);
  void merge_rare(const Column& column);
  std::vector<ColumnChange> finish();

 private:
  using Rewrite = std::function<std::string(const std::string&)>;
  PersonsByNumber numbers_of(const Column& column) const;
  void rewrite(const Column& column, const Rewrite& make);
  void describe(const Column& column, const std::vector<std::string>& levels, const std::string& words);
  void tell(const Column& column, bool kept, const std::string& reason);
  DescribedTables& data_;
  std::uint32_t k_;
  std::vector<std::vector<std::optional<std::size_t>>> rows_;  // by table: the person of each row
  std::vector<ColumnChange> changes_;
  std::map<std::size_t, std::set<std::size_t>> erased_;  // by table: columns
};

double number_in(const std::string& cell) {
  const std::string_view text = trim(cell);
  double number = 0.0;
  const std::size_t sign = text.starts_with('+') ? 1 : 0;
  std::from_chars(text.data() + sign, text.data() + text.size(), number);
  return number;
}

PersonsByNumber Recoder::numbers_of(const Column& column) const {
  PersonsByNumber numbers;
  for (const ColumnPlace& place : column.places) {
    const Table& table = data_.tables[place.table].table;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const std::string& cell = table.rows[row][place.column];
      if (rows_[place.table][row] && is_number(cell))
        numbers[number_in(cell)].insert(*rows_[place.table][row]);
    }
  }
  return numbers;
}

// Rows of persons who are not released tell nothing.
void Recoder::rewrite(const Column& column, const Rewrite& make) {
  for (const ColumnPlace& place : column.places) {
    Table& table = data_.tables[place.table].table;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      std::string& cell = table.rows[row][place.column];
      const bool told = rows_[place.table][row] && !is_missing(cell);
      cell = told ? make(cell) : std::string(k_missing);
    }
  }
}

void Recoder::tell(const Column& column, bool kept, const std::string& reason) {
  std::set<TableKind> kinds;
  for (const ColumnPlace& place : column.places) kinds.insert(table_kind(data_.tables[place.table].path));
  for (const TableKind kind : kinds) {
    changes_.push_back({.table = kind, .column = column.name, .kept = kept, .reason = reason});
  }
}

void Recoder::describe(const Column& column, const std::vector<std::string>& levels,
                       const std::string& words) {
  for (const ColumnPlace& place : column.places) {
    const auto beside = data_.sidecars.find(replace_all(data_.tables[place.table].path, ".tsv", ".json"));
    if (beside == data_.sidecars.end() || !beside->second.is_object()) continue;
    if (beside->second.find(column.name) == nullptr) beside->second.set(column.name, Json::Object{});
  }
  for (auto& [path, json] : data_.sidecars) {
    Json* description = json.is_object() && !is_list(path) ? json.find(column.name) : nullptr;
    if (description == nullptr || !description->is_object()) continue;
    for (const char* key : {"Levels", "Units", "Minimum", "Maximum", "Format"}) description->erase(key);
    Json names{Json::Object{}};
    for (const std::string& level : levels) names.set(level, fmt::format("{}, {}", words, level));
    description->set("Levels", std::move(names));
  }
}

void Recoder::limit(const Column& column, const ColumnPolicy& policy) {
  if (!policy.top && !policy.bottom) return;
  rewrite(column, [&](const std::string& cell) {
    if (!is_number(cell)) return cell;
    const double number = number_in(cell);
    if (policy.top && number > *policy.top) return fmt::format("{}", *policy.top);
    if (policy.bottom && number < *policy.bottom) return fmt::format("{}", *policy.bottom);
    return cell;
  });
  tell(column, true, "numbers beyond the limits of the policy became these limits");
}

void Recoder::categorise(const Column& column, const ColumnPolicy* policy) {
  const PersonsByNumber numbers = numbers_of(column);
  const bool given = policy != nullptr && !policy->cut_offs.empty();
  const Bands bands = given ? given_bands(numbers, policy->cut_offs, policy->labels, k_)
                            : quantile_bands(numbers, k_, k_most_quantiles);
  if (bands.names.size() < 2) {
    for (const ColumnPlace& place : column.places) erased_[place.table].insert(place.column);
    for (auto& [path, json] : data_.sidecars) {
      if (json.is_object() && !is_list(path)) json.erase(column.name);
    }
    tell(column, false, fmt::format("score: no two categories have {} persons each", k_));
    return;
  }
  rewrite(column, [&](const std::string& cell) {
    return is_number(cell) ? bands.names[bands.of(number_in(cell))] : std::string(k_missing);
  });
  describe(column, bands.names,
           given ? "category by cut-offs" : "category of about equal numbers of persons");
  tell(column, true,
       given ? "score: categories by the cut-offs of the policy, those of few persons joined"
             : fmt::format("score: categories of about equal numbers of persons, at least {} each", k_));
}

void Recoder::merge_rare(const Column& column) {
  std::map<std::string, std::set<std::size_t>> persons;
  for (const ColumnPlace& place : column.places) {
    const Table& table = data_.tables[place.table].table;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const std::string& cell = table.rows[row][place.column];
      if (rows_[place.table][row] && !is_missing(cell)) persons[cell].insert(*rows_[place.table][row]);
    }
  }
  const auto is_rare = [&](const auto& entry) { return entry.second.size() < k_; };
  if (std::none_of(persons.begin(), persons.end(), is_rare)) return;
  rewrite(column,
          [&](const std::string& cell) { return persons.at(cell).size() < k_ ? std::string(k_rare) : cell; });
  std::vector<std::string> left{std::string(k_rare)};
  for (const auto& entry : persons) {
    if (!is_rare(entry)) left.push_back(entry.first);
  }
  describe(column, left, "value");
  tell(column, true, fmt::format("values of fewer than {} persons together as \"{}\"", k_, k_rare));
}

std::vector<ColumnChange> Recoder::finish() {
  for (const auto& [table, columns] : erased_) {
    for (auto column = columns.rbegin(); column != columns.rend(); ++column) {
      data_.tables[table].table.erase_column(*column);
    }
  }
  return std::move(changes_);
}

// Columns that are recoded one by one: by name, in whichever table.
std::vector<Column> person_columns(const std::vector<PersonTable>& tables, const ColumnRules& rules) {
  std::map<std::string, Column> columns;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    for (std::size_t c = 0; c < tables[t].table.columns.size(); ++c) {
      const std::string& name = tables[t].table.columns[c];
      const ColumnRule* rule = rules.find(table_kind(tables[t].path), name);
      const bool single = rule != nullptr &&
                          (rule->action == ColumnAction::score || rule->action == ColumnAction::sensitive ||
                           rule->action == ColumnAction::quasi || rule->action == ColumnAction::other);
      if (!single) continue;
      Column& column = columns[name];
      column.name = name;
      column.action = rule->action;
      column.places.push_back({.table = t, .column = c});
    }
  }
  std::vector<Column> list;
  list.reserve(columns.size());
  for (auto& [name, column] : columns) list.push_back(std::move(column));
  return list;
}

bool holds_words(const DescribedTables& data, const Column& column) {
  return std::any_of(column.places.begin(), column.places.end(), [&](const ColumnPlace& place) {
    return !is_numeric(cells_of(data.tables[place.table].table, place.column));
  });
}

}  // namespace

std::vector<ColumnChange> recode_columns(DescribedTables& data, const std::vector<std::string>& persons,
                                         const ColumnRules& rules, const TablePolicy& policy,
                                         std::uint32_t k) {
  Recoder recoder(data, persons, k);
  for (const Column& column : person_columns(data.tables, rules)) {
    const auto found = policy.columns.find(column.name);
    const ColumnPolicy* said = found == policy.columns.end() ? nullptr : &found->second;
    if (said != nullptr) recoder.limit(column, *said);
    if (column.action == ColumnAction::score) recoder.categorise(column, said);
    if (column.action == ColumnAction::sensitive && holds_words(data, column)) recoder.merge_rare(column);
  }
  return recoder.finish();
}

}  // namespace shareready
