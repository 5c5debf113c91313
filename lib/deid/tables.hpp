#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "bids/table.hpp"
#include "deid/dates.hpp"
#include "deid/tokens.hpp"

namespace shareready {

// The tables of BIDS that have rules of their own; every other one is treated as `measurements`.
enum class TableKind { participants, phenotype, sessions, scans, events, aslcontext, channels, measurements };

// The kind by the name of the file ("sub-01_task-rest_events.tsv", "phenotype/moca.tsv").
TableKind table_kind(std::string_view path);

// What happens to a column (share/table_columns.tsv).
enum class ColumnAction {
  identifier,  // participant_id, session_id: rewritten with the new labels
  filename,    // a path: rewritten with the new labels
  age,         // whole years, 89 for 89 and above
  birth_date,  // becomes an age where the day of the first scan is known
  sex,         // cells of a closed vocabulary
  handedness,
  word,  // short words of which each stands for many
  number,
  date,      // shifted, or dropped
  stimulus,  // n/a in every row
  direct,    // identifies a person directly: dropped, and its cells are tokens
  drop
};

struct ColumnRule {
  std::string table;   // a TableKind in words, or "*"
  std::string column;  // bare name: lower case, letters and digits only
  bool part = false;   // the name may stand anywhere in the column's bare name
  ColumnAction action = ColumnAction::drop;
  TokenKind token = TokenKind::free_text;  // what its cells are
  bool personal = false;                   // its cells are tokens
  std::string reason;
};

struct ColumnRules {
  std::vector<ColumnRule> rules;
  // The rule of the table itself before those of every table, whole names before parts; nullptr: unknown.
  [[nodiscard]] const ColumnRule* find(TableKind kind, std::string_view column) const;
};

// Errors: no_input, bad_data.
Result<ColumnRules> read_column_rules(const std::filesystem::path& path);
Result<ColumnRules> parse_column_rules(std::string_view text, std::string_view subject);

// What became of a column; no value of it. The name of a column that is not in the rules may hold anything:
// only `known` ones are fit for shared texts.
struct ColumnDecision {
  std::string column;
  bool kept = false;
  bool known = false;
  std::string reason;
  std::size_t cleared_cells = 0;  // cells that became n/a
};

struct ScrubbedTable {
  Table table;
  std::vector<ColumnDecision> columns;  // in the order of the source, then what was computed
  bool only_identifiers = false;        // nothing but labels is left in it
};

struct TableContext {
  const ColumnRules* rules = nullptr;
  const TokenSet* tokens = nullptr;     // may be null
  std::optional<DateShift> shift = {};  // dates are dropped without it; never set for root tables
  std::vector<std::string> keep_columns =
      {};  // columns the user's policy keeps: numbers and short words; never direct ones
  std::map<std::string, std::string> first_scan =
      {};  // "sub-01" -> date of the first scan, for ages from birth dates
};

// The columns that the rules let stay, cells checked: what does not fit becomes n/a and is counted. In
// participants, phenotype, sessions and scans tables every column that is not listed is dropped; in the
// others numeric columns stay (dates and identifiers in them do not) and texts go. Rows keep their order and
// number. Scrubbing twice is scrubbing once. Errors: unsupported (events whose onset is a clock time or a
// date), bad_data (no column that BIDS requires).
Result<ScrubbedTable> scrub_table(const Table& table, TableKind kind, const TableContext& context);

// Errors (unsupported, by line): a cell of a headerless table (physio, stim, motion) that is no number and
// not n/a.
Status check_numeric_table(std::string_view text, std::string_view subject);

// Adds the cells of identifying columns to the tokens: names, numbers, dates, addresses, and any other
// column's cells that are dropped and distinctive.
void collect_tokens(const Table& table, TableKind kind, const ColumnRules& rules, TokenSet& tokens);

}  // namespace shareready
