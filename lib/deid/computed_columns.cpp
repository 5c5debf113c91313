#include "deid/computed_columns.hpp"

#include <algorithm>

#include "deid/cells.hpp"
#include "deid/column_content.hpp"
#include "deid/value_check.hpp"
#include "deid/words.hpp"

namespace shareready {
namespace {

constexpr std::string_view k_missing = "n/a";
constexpr std::string_view k_region = "residence_region";

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

void add_age(const Table& source, const TableContext& context, ScrubbedTable& scrubbed) {
  const auto id = source.column("participant_id");
  const auto is_birth_date = [&context](const std::string& name) {
    const ColumnRule* rule = context.rules->find(TableKind::participants, name);
    return rule != nullptr && rule->action == ColumnAction::birth_date;
  };
  const auto birth = std::find_if(source.columns.begin(), source.columns.end(), is_birth_date);
  if (!id || birth == source.columns.end() || scrubbed.table.column("age")) return;
  const auto birth_column = static_cast<std::size_t>(birth - source.columns.begin());
  std::vector<std::string> ages;
  bool any = false;
  for (const auto& row : source.rows) {
    const auto scan = context.first_scan.find(row[*id]);
    const auto day = scan == context.first_scan.end() ? std::nullopt : parse_any_date(scan->second);
    const auto born = parse_any_date(row[birth_column]);
    const auto age = day && born ? age_on(*day, *born) : std::nullopt;
    any = any || age;
    ages.push_back(age.value_or(std::string(k_missing)));
  }
  auto& reason = scrubbed.columns[birth_column].reason;
  reason =
      any ? "birth date: became age" : "birth date: no age, since the day of the first scan is not known";
  if (!any) return;
  scrubbed.table.columns.emplace_back("age");
  scrubbed.columns.push_back({.column = "age",
                              .kept = true,
                              .known = true,
                              .reason = "computed from the birth date",
                              .cleared_cells = 0,
                              .type = ColumnType::quasi_identifier});
  for (std::size_t i = 0; i < ages.size(); ++i) scrubbed.table.rows[i].push_back(ages[i]);
}

void add_region(const Table& source, TableKind kind, const TableContext& context, ScrubbedTable& scrubbed) {
  const auto column = postcode_column(source, kind, *context.rules);
  if (!column || scrubbed.table.column(k_region)) return;
  const std::vector<std::string_view> cells = cells_of(source, *column);
  const bool dutch = is_dutch_column(source.columns[*column], cells);
  std::vector<std::string> regions;
  bool any = false;
  for (const std::string_view cell : cells) {
    const auto region = is_missing(cell) ? std::nullopt : region_of(cell, dutch, context.rules->areas);
    any = any || region;
    regions.push_back(region.value_or(std::string(k_missing)));
  }
  if (!any) return;
  scrubbed.columns[*column].reason = "postcode: became a region";
  scrubbed.table.columns.emplace_back(k_region);
  scrubbed.columns.push_back({.column = std::string(k_region),
                              .kept = true,
                              .known = true,
                              .reason = "made from the postcode",
                              .cleared_cells = 0,
                              .type = ColumnType::quasi_identifier});
  for (std::size_t i = 0; i < regions.size(); ++i) scrubbed.table.rows[i].push_back(regions[i]);
}

}  // namespace shareready
