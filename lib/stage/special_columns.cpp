#include "stage/special_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace shareready {
namespace {

constexpr std::size_t k_most_counted = 20;  // each asks for a search of its own

bool is_special(const ColumnRules& rules, TableKind kind, const std::string& column) {
  const ColumnRule* rule = rules.find(kind, column);
  return rule != nullptr && rule->action == ColumnAction::special;
}

std::vector<SpecialColumn> special_columns(const SpecialColumnsStep& step) {
  std::map<std::string, SpecialColumn> found;
  for (const FileOutcome& table : *step.root_outcomes) {
    if (!table.path.ends_with(".tsv") || !holds_persons(table.path)) continue;
    const TableKind kind = table_kind(table.path);
    for (const PartOutcome& part : table.parts) {
      if (!part.kept && is_special(*step.release->rules, kind, part.name))
        found[part.name] = {.name = part.name, .listed = part.known, .kept = {}, .counted = false};
    }
  }
  std::vector<SpecialColumn> columns;
  columns.reserve(found.size());
  for (auto& [name, column] : found) columns.push_back(std::move(column));
  return columns;
}

// The names of columns of lists of sessions, which were scrubbed participant by participant.
std::set<std::string> session_columns(const SpecialColumnsStep& step) {
  std::set<std::string> names;
  for (const Outcome& outcome : *step.outcomes) {
    for (const FileOutcome& file : outcome.files) {
      if (table_kind(file.path) != TableKind::sessions) continue;
      for (const PartOutcome& part : file.parts) names.insert(part.name);
    }
  }
  return names;
}

Result<std::vector<PersonTable>> staged_tables(const std::vector<ReleasedFile>& files,
                                               const ReleasedRows& rows) {
  std::vector<PersonTable> tables;
  for (const ReleasedFile& file : files) {
    if (!file.path.ends_with(".tsv") || !holds_persons(file.path)) continue;
    SR_TRY(Table table, read_table(file.staged));
    tables.push_back(person_table(file.path, std::move(table), rows));
  }
  return tables;
}

// The tables of the source that hold the column, scrubbed by rules that keep it, in the place of the staged
// ones.
Status bring_in(const std::string& column, const ColumnRules& rules, const SpecialColumnsStep& step,
                const ReleasedRows& rows, std::vector<PersonTable>& tables) {
  for (const PlannedFile* file : *step.root_files) {
    const std::string path = file->path.generic_string();
    if (!path.ends_with(".tsv") || !holds_persons(path)) continue;
    const Result<Table> source = read_table(file->target);
    if (!source.ok() || !source->column(column)) continue;
    SR_TRY(ScrubbedTable scrubbed,
           scrub_table(*source, table_kind(path), table_context(*step.texts, rules, file->target)));
    PersonTable fresh = person_table(path, std::move(scrubbed.table), rows);
    const auto staged = std::find_if(tables.begin(), tables.end(),
                                     [&](const PersonTable& table) { return table.path == path; });
    if (staged == tables.end()) {
      tables.push_back(std::move(fresh));  // nothing but labels was left in it
    } else {
      *staged = std::move(fresh);
    }
  }
  return Done{};
}

// What every count starts from.
struct Start {
  ReleasedRows rows;
  std::vector<PersonTable> tables;
  ColumnRules rules;  // without what the policy says
};

Result<std::optional<KeptColumn>> count_with(const std::string& column, const Start& start,
                                             const SpecialColumnsStep& step, const std::vector<int>& ages) {
  const GeneraliseStep& release = *step.release;
  TablePolicy policy = release.policy->tables;
  if (!ages.empty()) policy.age_bands = ages;
  policy.columns[column] = ColumnPolicy{.type = ColumnType::quasi_identifier};
  const ColumnRules rules = with_policy(start.rules, release.policy->keep_columns, policy);
  std::vector<PersonTable> tables = start.tables;
  SR_CHECK(bring_in(column, rules, step, start.rows, tables));
  GeneraliseRequest request{.data = {.tables = std::move(tables), .sidecars = {}},
                            .persons = release.labels->old_participants_by_new(),
                            .rules = &rules,
                            .k = static_cast<std::uint32_t>(release.policy->k),
                            .suppression_limit = release.policy->suppression_limit,
                            .policy = policy};
  SR_CHECK(relabel_codes(request.data, release, rules));
  return risk_with_column(std::move(request), column);
}

}  // namespace

Result<std::vector<SpecialColumn>> count_special_columns(const std::vector<ReleasedFile>& files,
                                                         const SpecialColumnsStep& step) {
  std::vector<SpecialColumn> columns = special_columns(step);
  if (columns.empty() || columns.size() > k_most_counted) return columns;
  Start start{.rows = released_rows(files, *step.release->labels), .tables = {}, .rules = {}};
  SR_TRY(start.tables, staged_tables(files, start.rows));
  SR_TRY(start.rules, load_column_rules());
  const std::set<std::string> of_sessions = session_columns(step);
  for (SpecialColumn& column : columns) {
    if (of_sessions.contains(column.name)) continue;
    column.counted = true;
    SR_TRY(column.kept, count_with(column.name, start, step, {}));
    if (step.ages.empty() || !column.kept) continue;
    SR_TRY(column.with_ages, count_with(column.name, start, step, step.ages));
  }
  return columns;
}

std::string special_listing(const std::vector<SpecialColumn>& columns) {
  std::string text;
  for (const SpecialColumn& column : columns) {
    text += fmt::format("Left out as a special category: {}\n", column.name);
    if (!column.counted) {
      text += "  what keeping it would give was not counted\n";
      continue;
    }
    if (!column.kept) {
      text += "  its cells would not stay although a policy called it a quasi-identifier\n";
      continue;
    }
    text += fmt::format(
        "  kept as a quasi-identifier: groups of k persons {}, {} persons in smaller ones; average "
        "chance of a right link: {:.3g} % by the details in the tables, {:.3g} % with every "
        "column of the tables of persons known\n",
        column.kept->reached ? "reached" : "not reached", column.kept->after.rows_below_k,
        100.0 * column.kept->after.average, 100.0 * column.kept->whole.average);
    if (!column.with_ages) continue;
    text +=
        fmt::format("  with the first wider ages besides: {} persons in smaller ones; {:.3g} %, {:.3g} %\n",
                    column.with_ages->after.rows_below_k, 100.0 * column.with_ages->after.average,
                    100.0 * column.with_ages->whole.average);
  }
  return text;
}

}  // namespace shareready
