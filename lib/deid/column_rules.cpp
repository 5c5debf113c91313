#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "base/field_name.hpp"
#include "base/files.hpp"
#include "base/share.hpp"
#include "base/text.hpp"
#include "deid/column_content.hpp"
#include "deid/tables.hpp"

namespace shareready {
namespace {

constexpr std::array<std::pair<TableKind, std::string_view>, 9> k_kinds{
    {{TableKind::participants, "participants"},
     {TableKind::phenotype, "phenotype"},
     {TableKind::sessions, "sessions"},
     {TableKind::scans, "scans"},
     {TableKind::samples, "samples"},
     {TableKind::events, "events"},
     {TableKind::aslcontext, "aslcontext"},
     {TableKind::channels, "channels"},
     {TableKind::measurements, "measurements"}}};

constexpr std::array<std::pair<std::string_view, ColumnAction>, 25> k_column_actions{
    {{"identifier", ColumnAction::identifier},
     {"filename", ColumnAction::filename},
     {"age", ColumnAction::age},
     {"age_in_units", ColumnAction::age_in_units},
     {"birth_date", ColumnAction::birth_date},
     {"sex", ColumnAction::sex},
     {"handedness", ColumnAction::handedness},
     {"word", ColumnAction::word},
     {"number", ColumnAction::number},
     {"date", ColumnAction::date},
     {"stimulus", ColumnAction::stimulus},
     {"uid", ColumnAction::uid},
     {"device", ColumnAction::device},
     {"postcode", ColumnAction::postcode},
     {"region", ColumnAction::region},
     {"score", ColumnAction::score},
     {"quasi", ColumnAction::quasi},
     {"sensitive", ColumnAction::sensitive},
     {"other", ColumnAction::other},
     {"family", ColumnAction::family},
     {"site", ColumnAction::site},
     {"special", ColumnAction::special},
     {"background", ColumnAction::background},
     {"direct", ColumnAction::direct},
     {"drop", ColumnAction::drop}}};

bool is_table_name(std::string_view name) {
  return name == "*" ||
         std::any_of(k_kinds.begin(), k_kinds.end(), [name](const auto& row) { return row.second == name; });
}

template <typename Rows>
auto find_row(const Rows& rows, std::string_view word) {
  return std::find_if(rows.begin(), rows.end(), [word](const auto& row) { return row.first == word; });
}

// The name as it would be read from a column.
bool is_plain_name(const std::string& name, NameFit match) {
  const FieldName read = field_name(name);
  return !name.empty() && (match == NameFit::words ? join(read.words, " ") : read.bare) == name;
}

std::optional<ColumnRule> parse_row(const std::vector<std::string>& cells) {
  if (cells.size() != 9 || !is_table_name(cells[0])) return std::nullopt;
  const auto match = name_fit(cells[2]);
  const auto action = find_row(k_column_actions, cells[3]);
  const auto token = cells[4] == "-" ? std::optional(TokenKind::free_text) : token_kind(cells[4]);
  if (!match || action == k_column_actions.end() || !token) return std::nullopt;
  if (!is_plain_name(cells[1], *match)) return std::nullopt;
  return ColumnRule{.table = cells[0],
                    .column = cells[1],
                    .match = *match,
                    .action = action->second,
                    .token = *token,
                    .personal = cells[4] != "-",
                    .reason = cells[5]};
}

// Parts that tell a score say less than any other: "moca_remarks" are remarks.
std::size_t rank_of(const ColumnRule& rule, bool own) {
  const bool whole = rule.match == NameFit::whole;
  if (!whole && rule.action == ColumnAction::score) return 1;
  return 1 + rule.column.size() + (whole ? 1000 : 0) + (own ? 2000 : 0);
}

bool column_before(const ColumnRule& a, const ColumnRule& b) {
  return std::tie(a.table, a.column, a.match) < std::tie(b.table, b.column, b.match);
}

std::string_view before_brackets(std::string_view column) {
  return column.substr(0, column.find_first_of("(["));
}

// The rule of this very name in this very table, before which no other comes; by the order of the rules.
const ColumnRule* own_rule(const std::vector<ColumnRule>& rules, std::string_view table,
                           std::string_view bare) {
  const auto found = std::lower_bound(rules.begin(), rules.end(), std::tuple(table, bare, NameFit::whole),
                                      [](const ColumnRule& rule, const auto& sought) {
                                        return std::tuple(std::string_view(rule.table),
                                                          std::string_view(rule.column), rule.match) < sought;
                                      });
  const bool same = found != rules.end() && found->table == table && found->column == bare;
  return same && found->match == NameFit::whole ? &*found : nullptr;
}

const ColumnRule* best_rule(const std::vector<ColumnRule>& rules, TableKind kind, std::string_view column) {
  const FieldName name = field_name(column);
  const std::string_view table = to_string(kind);
  const ColumnRule* own_whole = own_rule(rules, table, name.bare);
  if (own_whole != nullptr && (own_whole->action != ColumnAction::score || is_of_persons(kind)))
    return own_whole;
  const ColumnRule* best = nullptr;
  std::size_t best_rank = 0;
  for (const ColumnRule& rule : rules) {
    const bool own = rule.table == table;
    if (!own && rule.table != "*") continue;
    if (rule.action == ColumnAction::score && !is_of_persons(kind)) continue;
    if (!fits(name, rule.column, rule.match)) continue;
    const std::size_t rank = rank_of(rule, own);
    if (rank <= best_rank) continue;
    best = &rule;
    best_rank = rank;
  }
  return best;
}

}  // namespace

std::string_view to_string(ColumnAction action) {
  for (const auto& [word, row_action] : k_column_actions) {
    if (row_action == action) return word;
  }
  return "drop";
}

std::string_view to_string(TableKind kind) {
  for (const auto& [row_kind, name] : k_kinds) {
    if (row_kind == kind) return name;
  }
  return "measurements";
}

TableKind table_kind(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if (path.starts_with("phenotype/")) return TableKind::phenotype;
  for (const auto& [kind, suffix] : k_kinds) {
    const std::string ending = fmt::format("{}.tsv", suffix);
    if (name == ending || name.ends_with("_" + ending)) return kind;
  }
  return TableKind::measurements;
}

bool is_of_persons(TableKind kind) {
  return kind == TableKind::participants || kind == TableKind::phenotype || kind == TableKind::sessions ||
         kind == TableKind::scans || kind == TableKind::samples;
}

const ColumnRule* ColumnRules::find(TableKind kind, std::string_view column) const {
  const std::string_view table = to_string(kind);
  const auto own = std::find_if(said.begin(), said.end(), [&](const ColumnRule& rule) {
    return rule.table == table && rule.column == column;
  });
  return own != said.end() ? &*own : find_listed(kind, column);
}

bool ColumnRules::is_listed(TableKind kind, std::string_view column) const {
  const std::string bare = field_name(column).bare;
  const std::string_view table = to_string(kind);
  return std::any_of(rules.begin(), rules.end(), [&](const ColumnRule& rule) {
    return (rule.table == table || rule.table == "*") && replace_all(rule.column, " ", "") == bare;
  });
}

const ColumnRule* ColumnRules::find_listed(TableKind kind, std::string_view column) const {
  const ColumnRule* best = best_rule(rules, kind, column);
  // What stands in brackets is a unit or the values: "Sex (M/F)", "Alter [Jahre]".
  if (best == nullptr && column.find_first_of("([") != std::string_view::npos) {
    best = best_rule(rules, kind, before_brackets(column));
  }
  return best;
}

Result<ColumnRules> parse_column_rules(std::string_view text, std::string_view subject) {
  ColumnRules table;
  std::size_t number = 0;
  for (const std::string& line : split(text, '\n')) {
    if (++number == 1 || line.empty()) continue;  // header
    auto rule = parse_row(split(line, '\t'));
    if (!rule) {
      return Error{ErrorCode::bad_data,
                   std::string(subject),
                   fmt::format("line {} is no rule for a column", number),
                   {}};
    }
    if (!table.rules.empty() && !column_before(table.rules.back(), *rule)) {
      return Error{ErrorCode::bad_data,
                   std::string(subject),
                   fmt::format("line {} is out of order or double", number),
                   {}};
    }
    table.rules.push_back(std::move(*rule));
  }
  return table;
}

Result<ColumnRules> load_column_rules() {
  SR_TRY(const std::filesystem::path columns, find_share_file("table_columns.tsv"));
  SR_TRY(const std::filesystem::path areas, find_share_file("postcode_areas.tsv"));
  SR_TRY(const std::string text, read_text(columns));
  SR_TRY(ColumnRules rules, parse_column_rules(text, columns.filename().string()));
  SR_TRY(rules.areas, read_postcode_areas(areas));
  SR_TRY(rules.texts, load_column_texts());
  return rules;
}

}  // namespace shareready
