#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/files.hpp"
#include "base/text.hpp"
#include "deid/tables.hpp"
#include "deid/words.hpp"

namespace shareready {
namespace {

constexpr std::array<std::pair<TableKind, std::string_view>, 8> k_kinds{
    {{TableKind::participants, "participants"},
     {TableKind::phenotype, "phenotype"},
     {TableKind::sessions, "sessions"},
     {TableKind::scans, "scans"},
     {TableKind::events, "events"},
     {TableKind::aslcontext, "aslcontext"},
     {TableKind::channels, "channels"},
     {TableKind::measurements, "measurements"}}};

constexpr std::array<std::pair<std::string_view, ColumnAction>, 12> k_actions{
    {{"identifier", ColumnAction::identifier},
     {"filename", ColumnAction::filename},
     {"age", ColumnAction::age},
     {"birth_date", ColumnAction::birth_date},
     {"sex", ColumnAction::sex},
     {"handedness", ColumnAction::handedness},
     {"word", ColumnAction::word},
     {"number", ColumnAction::number},
     {"date", ColumnAction::date},
     {"stimulus", ColumnAction::stimulus},
     {"direct", ColumnAction::direct},
     {"drop", ColumnAction::drop}}};

std::string_view name_of(TableKind kind) {
  for (const auto& [row_kind, name] : k_kinds) {
    if (row_kind == kind) return name;
  }
  return "measurements";
}

bool is_table_name(std::string_view name) {
  return name == "*" ||
         std::any_of(k_kinds.begin(), k_kinds.end(), [name](const auto& row) { return row.second == name; });
}

std::optional<ColumnRule> parse_row(const std::vector<std::string>& cells) {
  if (cells.size() != 9 || !is_table_name(cells[0]) || cells[1].empty()) return std::nullopt;
  if (cells[1] != bare_name(cells[1]) || (cells[2] != "whole" && cells[2] != "part")) return std::nullopt;
  const auto action = std::find_if(k_actions.begin(), k_actions.end(),
                                   [&](const auto& row) { return row.first == cells[3]; });
  const auto token = cells[4] == "-" ? std::optional(TokenKind::free_text) : token_kind(cells[4]);
  if (action == k_actions.end() || !token) return std::nullopt;
  return ColumnRule{.table = cells[0],
                    .column = cells[1],
                    .part = cells[2] == "part",
                    .action = action->second,
                    .token = *token,
                    .personal = cells[4] != "-",
                    .reason = cells[5]};
}

bool is_before(const ColumnRule& a, const ColumnRule& b) {
  return std::tie(a.table, a.column, a.part) < std::tie(b.table, b.column, b.part);
}

}  // namespace

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

const ColumnRule* ColumnRules::find(TableKind kind, std::string_view column) const {
  const std::string bare = bare_name(column);
  const std::string_view table = name_of(kind);
  const ColumnRule* best = nullptr;
  std::size_t best_rank = 0;
  for (const ColumnRule& rule : rules) {
    const bool own = rule.table == table;
    if (!own && rule.table != "*") continue;
    if (rule.part ? bare.find(rule.column) == std::string::npos : bare != rule.column) continue;
    const std::size_t rank = rule.column.size() + (rule.part ? 0 : 1000) + (own ? 2000 : 0);
    if (rank <= best_rank) continue;
    best = &rule;
    best_rank = rank;
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
    if (!table.rules.empty() && !is_before(table.rules.back(), *rule)) {
      return Error{ErrorCode::bad_data,
                   std::string(subject),
                   fmt::format("line {} is out of order or double", number),
                   {}};
    }
    table.rules.push_back(std::move(*rule));
  }
  return table;
}

Result<ColumnRules> read_column_rules(const std::filesystem::path& path) {
  SR_TRY(const std::string text, read_text(path));
  return parse_column_rules(text, path.filename().string());
}

}  // namespace shareready
