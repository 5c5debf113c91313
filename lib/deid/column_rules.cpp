#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/files.hpp"
#include "base/text.hpp"
#include "deid/column_content.hpp"
#include "deid/tables.hpp"
#include "deid/words.hpp"

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

constexpr std::array<std::pair<std::string_view, ColumnAction>, 21> k_actions{
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
     {"postcode", ColumnAction::postcode},
     {"region", ColumnAction::region},
     {"score", ColumnAction::score},
     {"quasi", ColumnAction::quasi},
     {"sensitive", ColumnAction::sensitive},
     {"other", ColumnAction::other},
     {"family", ColumnAction::family},
     {"site", ColumnAction::site},
     {"special", ColumnAction::special},
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

// Parts that tell a score say less than any other: "moca_remarks" are remarks.
std::size_t rank_of(const ColumnRule& rule, bool own) {
  if (rule.part && rule.action == ColumnAction::score) return 1;
  return 1 + rule.column.size() + (rule.part ? 0 : 1000) + (own ? 2000 : 0);
}

ColumnAction action_of(ColumnType type) {
  switch (type) {
    case ColumnType::label:
      return ColumnAction::family;
    case ColumnType::other:
      return ColumnAction::other;
    case ColumnType::direct_identifier:
      return ColumnAction::direct;
    case ColumnType::quasi_identifier:
      return ColumnAction::quasi;
    case ColumnType::sensitive:
      return ColumnAction::sensitive;
    case ColumnType::free_text:
      return ColumnAction::drop;
    case ColumnType::date:
      return ColumnAction::date;
    case ColumnType::score:
      return ColumnAction::score;
  }
  return ColumnAction::drop;
}

// Codes of families and relatives never stay as they are.
bool keeps_family_codes(const ColumnRule* rule, ColumnType type) {
  return rule != nullptr && rule->action == ColumnAction::family && type != ColumnType::direct_identifier &&
         type != ColumnType::free_text;
}

// A column of codes that stays under random labels.
ColumnRule label_rule(const ColumnRule* listed, TableKind kind, const std::string& name) {
  const bool coded =
      listed != nullptr && (listed->action == ColumnAction::family || listed->action == ColumnAction::site);
  const ColumnRule unlisted{.table = {},
                            .column = {},
                            .action = ColumnAction::family,
                            .token = TokenKind::person_id,
                            .personal = true,
                            .reason = "codes that persons share"};
  ColumnRule rule = coded ? *listed : unlisted;
  rule.table = name_of(kind);
  rule.column = name;
  rule.part = false;
  rule.as_label = true;
  return rule;
}

// Labels are rewritten and ages capped whatever the policy says; it can only let them go.
bool may_be_said(const ColumnRule* rule, ColumnType type) {
  const bool fixed = rule != nullptr &&
                     (rule->action == ColumnAction::identifier || rule->action == ColumnAction::filename ||
                      rule->action == ColumnAction::age || rule->action == ColumnAction::birth_date);
  return !fixed || (rule->action != ColumnAction::identifier &&
                    (type == ColumnType::direct_identifier || type == ColumnType::free_text));
}

// What the policy only keeps stays what it is where the rules know it for more than an unwanted property.
bool may_be_kept(const ColumnRule* rule) {
  return rule == nullptr || rule->action == ColumnAction::drop || rule->action == ColumnAction::special ||
         rule->action == ColumnAction::score;
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

bool is_of_persons(TableKind kind) {
  return kind == TableKind::participants || kind == TableKind::phenotype || kind == TableKind::sessions ||
         kind == TableKind::scans || kind == TableKind::samples;
}

const ColumnRule* ColumnRules::find(TableKind kind, std::string_view column) const {
  const std::string_view table = name_of(kind);
  const auto own = std::find_if(said.begin(), said.end(), [&](const ColumnRule& rule) {
    return rule.table == table && rule.column == column;
  });
  return own != said.end() ? &*own : find_listed(kind, column);
}

bool ColumnRules::is_listed(TableKind kind, std::string_view column) const {
  return find_listed(kind, column) != nullptr;
}

const ColumnRule* ColumnRules::find_listed(TableKind kind, std::string_view column) const {
  const std::string bare = bare_name(column);
  const std::string_view table = name_of(kind);
  const ColumnRule* best = nullptr;
  std::size_t best_rank = 0;
  for (const ColumnRule& rule : rules) {
    const bool own = rule.table == table;
    if (!own && rule.table != "*") continue;
    if (rule.action == ColumnAction::score && !is_of_persons(kind)) continue;
    if (rule.part ? bare.find(rule.column) == std::string::npos : bare != rule.column) continue;
    const std::size_t rank = rank_of(rule, own);
    if (rank <= best_rank) continue;
    best = &rule;
    best_rank = rank;
  }
  return best;
}

ColumnRules with_policy(ColumnRules rules, const std::vector<std::string>& keep_columns,
                        const TablePolicy& policy) {
  rules.scores = policy.scores;
  rules.said.clear();
  std::vector<ColumnRule> said;
  for (const auto& [name, column] : policy.columns) {
    for (const TableKind kind : {TableKind::participants, TableKind::phenotype, TableKind::sessions,
                                 TableKind::scans, TableKind::samples}) {
      const ColumnRule* listed = rules.find(kind, name);
      if (!may_be_said(listed, column.type)) continue;
      if (column.type == ColumnType::label || keeps_family_codes(listed, column.type)) {
        said.push_back(label_rule(listed, kind, name));
        continue;
      }
      // What says no more than the rules leaves them in force, with their own checks of cells.
      const bool same = listed != nullptr && type_of(*listed) == column.type && column.hierarchy.empty();
      const bool dropped = listed != nullptr &&
                           (listed->action == ColumnAction::drop || listed->action == ColumnAction::special ||
                            listed->action == ColumnAction::site);
      if (same && !dropped) continue;
      const bool direct = column.type == ColumnType::direct_identifier;
      said.push_back({.table = std::string(name_of(kind)),
                      .column = name,
                      .action = action_of(column.type),
                      .token = direct ? TokenKind::person_id : TokenKind::free_text,
                      .personal = direct,
                      .reason = fmt::format("{} by the policy", to_string(column.type))});
    }
  }
  for (const std::string& name : keep_columns) {
    for (const TableKind kind : {TableKind::participants, TableKind::phenotype}) {
      const ColumnRule* listed = rules.find(kind, name);
      if (policy.columns.contains(name)) continue;
      if (listed != nullptr &&
          (listed->action == ColumnAction::family || listed->action == ColumnAction::site)) {
        said.push_back(label_rule(listed, kind, name));
        continue;
      }
      if (!may_be_kept(listed)) continue;
      said.push_back({.table = std::string(name_of(kind)),
                      .column = name,
                      .action = ColumnAction::other,
                      .reason = "kept by the policy"});
    }
  }
  rules.said = std::move(said);
  return rules;
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
