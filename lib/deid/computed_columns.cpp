#include "deid/computed_columns.hpp"

#include <algorithm>

#include "base/words.hpp"
#include "deid/cells.hpp"
#include "deid/column_content.hpp"
#include "deid/value_check.hpp"

namespace shareready {
namespace {

constexpr std::string_view k_region = "residence_region";

// A column that is made from another one, by row; nothing where no row has a value.
struct Computed {
  std::vector<std::string> cells;
  bool any = false;
  void add(const std::optional<std::string>& value) {
    any = any || value;
    cells.push_back(value.value_or(std::string(k_missing)));
  }
};

void append(ScrubbedTable& scrubbed, std::string_view name, const Computed& computed, std::string reason) {
  scrubbed.table.columns.emplace_back(name);
  for (std::size_t i = 0; i < computed.cells.size(); ++i) {
    scrubbed.table.rows[i].push_back(computed.cells[i]);
  }
  scrubbed.columns.push_back({.column = std::string(name),
                              .kept = true,
                              .known = true,
                              .reason = std::move(reason),
                              .cleared_cells = 0,
                              .type = ColumnType::quasi_identifier});
}

// The first column by the name of birth dates that holds one.
std::optional<std::size_t> birth_column(const Table& source, const ColumnRules& rules) {
  std::optional<std::size_t> named;
  for (std::size_t i = 0; i < source.columns.size(); ++i) {
    const ColumnRule* rule = rules.find(TableKind::participants, source.columns[i]);
    if (rule == nullptr || rule->action != ColumnAction::birth_date) continue;
    const bool dated = std::any_of(source.rows.begin(), source.rows.end(),
                                   [i](const auto& row) { return parse_any_date(row[i]).has_value(); });
    if (dated) return i;
    if (!named) named = i;
  }
  return named;
}

// The column of postcodes, by its name or its content.
std::optional<std::size_t> postcode_column(const Table& source, TableKind kind, const ColumnRules& rules) {
  for (std::size_t i = 0; i < source.columns.size(); ++i) {
    const ColumnRule* rule = rules.find(kind, source.columns[i]);
    const bool by_name = rule != nullptr && rule->action == ColumnAction::postcode;
    if (by_name || (rule == nullptr && content_of(cells_of(source, i)).postcodes)) return i;
  }
  return std::nullopt;
}

// Four digits are a Dutch postcode where the column's name says so or others in it have their letters.
bool is_dutch_column(const std::string& name, const std::vector<std::string_view>& cells) {
  const std::string bare = bare_name(name);
  return bare == "pc4" || bare == "postcode4" || std::any_of(cells.begin(), cells.end(), is_dutch_postcode);
}

}  // namespace

void add_age_of_units(const Table& source, TableKind kind, const ColumnRules& rules,
                      ScrubbedTable& scrubbed) {
  const auto has = [&](const std::string& column, ColumnAction action) {
    const ColumnRule* rule = rules.find(kind, column);
    return rule != nullptr && rule->action == action;
  };
  for (std::size_t i = 0; i < source.columns.size(); ++i) {
    if (!has(source.columns[i], ColumnAction::age_in_units)) continue;
    const std::string_view unit = age_unit_of(source.columns[i]);
    const std::vector<std::string>& kept = scrubbed.table.columns;
    if (std::any_of(kept.begin(), kept.end(),
                    [&](const std::string& column) { return has(column, ColumnAction::age); })) {
      scrubbed.columns[i].reason = "age in months, weeks or days: there is an age in years";
      continue;
    }
    Computed ages;
    for (const auto& row : source.rows) {
      ages.add(is_missing(row[i]) ? std::nullopt : age_in(unit, row[i]));
    }
    scrubbed.columns[i].reason = ages.any ? "age in months, weeks or days: became age, in whole years"
                                          : "age in months, weeks or days, and no cell of it is a number";
    if (ages.any) append(scrubbed, "age", ages, "computed from the age in months, weeks or days");
  }
}

void add_age(const Table& source, const TableContext& context, ScrubbedTable& scrubbed) {
  const auto id = source.column("participant_id");
  const auto birth = birth_column(source, *context.rules);
  if (!id || !birth || scrubbed.table.column("age")) return;
  Computed ages;
  for (const auto& row : source.rows) {
    const auto scan = context.first_scan.find(row[*id]);
    const auto day = scan == context.first_scan.end() ? std::nullopt : parse_any_date(scan->second);
    const auto born = parse_any_date(row[*birth]);
    ages.add(day && born ? age_on(*day, *born) : std::nullopt);
  }
  scrubbed.columns[*birth].reason = ages.any
                                        ? "birth date: became age"
                                        : "birth date: no age, since the day of the first scan is not known";
  if (ages.any) append(scrubbed, "age", ages, "computed from the birth date");
}

void add_region(const Table& source, TableKind kind, const TableContext& context, ScrubbedTable& scrubbed) {
  const auto column = postcode_column(source, kind, *context.rules);
  if (!column || scrubbed.table.column(k_region)) return;
  const std::vector<std::string_view> cells = cells_of(source, *column);
  const bool dutch = is_dutch_column(source.columns[*column], cells);
  Computed regions;
  for (const std::string_view cell : cells) {
    regions.add(is_missing(cell) ? std::nullopt : region_of(cell, dutch, context.rules->areas));
  }
  if (!regions.any) return;
  scrubbed.columns[*column].reason = "postcode: became a region";
  append(scrubbed, k_region, regions, "made from the postcode");
}

}  // namespace shareready
