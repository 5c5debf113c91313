#include <fmt/format.h>

#include <utility>

#include "deid/column_content.hpp"
#include "deid/tables.hpp"

namespace shareready {
namespace {

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

bool is_of_codes(const ColumnRule* rule) {
  return rule != nullptr && (rule->action == ColumnAction::family || rule->action == ColumnAction::site);
}

// A column of codes that stays under random labels.
ColumnRule label_rule(const ColumnRule* listed, TableKind kind, const std::string& name) {
  const bool coded = is_of_codes(listed);
  const ColumnRule unlisted{.table = {},
                            .column = {},
                            .action = ColumnAction::family,
                            .token = TokenKind::person_id,
                            .personal = true,
                            .reason = "codes that persons share"};
  ColumnRule rule = coded ? *listed : unlisted;
  rule.table = to_string(kind);
  rule.column = name;
  rule.match = NameFit::whole;
  rule.as_label = true;
  return rule;
}

// Labels and file names are rewritten and ages capped whatever the policy says; it can let ages go.
bool may_be_said(const ColumnRule* rule, ColumnType type) {
  if (rule == nullptr) return true;
  if (rule->action == ColumnAction::identifier || rule->action == ColumnAction::filename) return false;
  const bool goes = type == ColumnType::direct_identifier || type == ColumnType::free_text;
  return goes || (rule->action != ColumnAction::age && rule->action != ColumnAction::age_in_units &&
                  rule->action != ColumnAction::birth_date);
}

// What the policy only keeps stays what it is where the rules know it for more than an unwanted property.
bool may_be_kept(const ColumnRule* rule) {
  if (rule == nullptr) return true;
  const bool date = rule->token == TokenKind::date;  // searched for in the release
  return (rule->action == ColumnAction::drop && !date) || rule->action == ColumnAction::special ||
         rule->action == ColumnAction::background || rule->action == ColumnAction::score;
}

// What the policy calls a column, where that says more than the rules do.
std::optional<ColumnRule> said_rule(const ColumnRule* listed, TableKind kind, const std::string& name,
                                    const ColumnPolicy& column) {
  if (!may_be_said(listed, column.type)) return std::nullopt;
  if (column.type == ColumnType::label || keeps_family_codes(listed, column.type)) {
    return label_rule(listed, kind, name);
  }
  // What says no more than the rules leaves them in force, with their own checks of cells.
  const bool same = listed != nullptr && type_of(*listed) == column.type && column.hierarchy.empty();
  const bool dropped = listed != nullptr &&
                       (listed->action == ColumnAction::drop || listed->action == ColumnAction::special ||
                        listed->action == ColumnAction::background || listed->action == ColumnAction::site);
  if (same && !dropped) return std::nullopt;
  const bool direct = column.type == ColumnType::direct_identifier;
  return ColumnRule{.table = std::string(to_string(kind)),
                    .column = name,
                    .action = action_of(column.type),
                    .token = direct ? TokenKind::person_id : TokenKind::free_text,
                    .personal = direct,
                    .reason = fmt::format("{} by the policy", to_string(column.type))};
}

// What the policy only keeps. What somebody may know of a person is counted then, numbers too.
std::optional<ColumnRule> kept_rule(const ColumnRule* listed, TableKind kind, const std::string& name) {
  if (is_of_codes(listed)) return label_rule(listed, kind, name);
  if (!may_be_kept(listed)) return std::nullopt;
  const bool known = listed != nullptr && listed->action == ColumnAction::background;
  return ColumnRule{.table = std::string(to_string(kind)),
                    .column = name,
                    .action = known ? ColumnAction::quasi : ColumnAction::other,
                    .reason = "kept by the policy"};
}

// What somebody did in the scanner goes where the policy says that the column goes; whatever else it says is
// of tables of persons. BIDS requires the first two.
std::optional<ColumnRule> rule_of_events(const std::string& name, ColumnType type) {
  const bool goes = type == ColumnType::free_text || type == ColumnType::direct_identifier;
  if (!goes || name == "onset" || name == "duration") return std::nullopt;
  return ColumnRule{.table = std::string(to_string(TableKind::events)),
                    .column = name,
                    .action = ColumnAction::drop,
                    .token = TokenKind::free_text,
                    .reason = fmt::format("{} by the policy", to_string(type))};
}

// Nobody counts who shares what a list of scans or samples says: numbers alone stay in it.
ColumnRule rule_of_list(ColumnRule rule) {
  const bool counted = rule.action == ColumnAction::quasi;
  const bool kept = rule.action == ColumnAction::other || rule.action == ColumnAction::sensitive ||
                    rule.action == ColumnAction::score;
  if (counted) rule.action = ColumnAction::drop;
  if (counted) rule.reason += "; such details are counted in tables of persons alone";
  if (kept) rule.action = ColumnAction::number;
  if (kept) rule.reason += ", numbers alone";
  return rule;
}

}  // namespace

ColumnRules with_policy(ColumnRules rules, const std::vector<std::string>& keep_columns,
                        const TablePolicy& policy) {
  rules.scores = policy.scores;
  rules.kept_texts = {policy.keep_texts.begin(), policy.keep_texts.end()};
  rules.said.clear();
  std::vector<ColumnRule> said;
  const auto add = [&said](std::optional<ColumnRule> rule, TableKind kind) {
    if (!rule) return;
    const bool list = kind == TableKind::scans || kind == TableKind::samples;
    said.push_back(list ? rule_of_list(std::move(*rule)) : std::move(*rule));
  };
  for (const TableKind kind : {TableKind::participants, TableKind::phenotype, TableKind::sessions,
                               TableKind::scans, TableKind::samples}) {
    for (const auto& [name, column] : policy.columns) {
      add(said_rule(rules.find(kind, name), kind, name, column), kind);
    }
    for (const std::string& name : keep_columns) {
      if (!policy.columns.contains(name)) add(kept_rule(rules.find(kind, name), kind, name), kind);
    }
  }
  for (const auto& [name, column] : policy.columns) {
    if (auto rule = rule_of_events(name, column.type)) said.push_back(*std::move(rule));
  }
  rules.said = std::move(said);
  return rules;
}

}  // namespace shareready
