#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/field_name.hpp"
#include "base/result.hpp"
#include "bids/table.hpp"
#include "deid/column_texts.hpp"
#include "deid/dates.hpp"
#include "deid/postcode_areas.hpp"
#include "deid/tokens.hpp"
#include "policy/table_policy.hpp"

namespace shareready {

// The tables of BIDS that have rules of their own; every other one is treated as `measurements`.
enum class TableKind {
  participants,
  phenotype,
  sessions,
  scans,
  samples,
  events,
  aslcontext,
  channels,
  measurements
};

std::string_view to_string(TableKind kind);

// The kind by the name of the file ("sub-01_task-rest_events.tsv", "phenotype/moca.tsv").
TableKind table_kind(std::string_view path);

// What happens to a column (share/table_columns.tsv).
enum class ColumnAction {
  identifier,    // participant_id, session_id: rewritten with the new labels
  filename,      // a path: rewritten with the new labels
  age,           // whole years, 89 for 89 and above
  age_in_units,  // in months, weeks or days, by its name: becomes an age
  birth_date,    // becomes an age where the day of the first scan is known
  sex,           // cells of a closed vocabulary
  handedness,
  word,  // short words of which each stands for many
  number,
  date,        // shifted, or dropped
  stimulus,    // n/a in every row
  uid,         // of DICOM: the new one, as in DICOM files; dropped where there is no secret
  device,      // its code, as in DICOM files, in tables of one participant; dropped where devices get none
  postcode,    // becomes a region, in the tables of the dataset root
  region,      // made from a postcode: a closed vocabulary
  score,       // of a test: becomes categories, in tables of persons
  quasi,       // numbers or words, by the user's policy: counted among what k persons share
  sensitive,   // numbers or words that stay by the user's policy
  other,       // the same; words are counted among what k persons share
  special,     // special category of personal data (GDPR article 9): dropped
  background,  // what somebody may know of a person (schooling, work, origin, size): dropped, or counted
               // among what k persons share where the policy keeps it
  family,      // codes that members of a family share, and codes of relatives: dropped, or random labels
  site,        // codes of sites and scanners: dropped, or random labels that count like words
  direct,      // identifies a person directly: dropped, and its cells are tokens
  drop
};

std::string_view to_string(ColumnAction action);

struct ColumnRule {
  std::string table;   // a TableKind in words, or "*"
  std::string column;  // bare name: lower case, letters and digits only; blanks between words
  NameFit match = NameFit::whole;
  ColumnAction action = ColumnAction::drop;
  TokenKind token = TokenKind::free_text;  // what its cells are
  bool personal = false;                   // its cells are tokens
  std::string reason;
  bool as_label = false;  // the policy keeps it, its codes as random labels (deid/shared_codes.hpp)
};

struct ColumnRules {
  std::vector<ColumnRule> rules;
  std::vector<ColumnRule> said = {};  // by the user's policy, by exact names
  ScoreRule scores = ScoreRule::categories;
  PostcodeAreas areas = {};
  ColumnTexts texts = {};
  std::set<std::string> kept_texts = {};  // by the policy: columns whose texts stay as they are
  // What the policy says, then the rule of the table itself before those of every table, whole names before
  // parts, the longest part; by the name without what stands in brackets where the whole tells nothing;
  // nullptr: unknown.
  [[nodiscard]] const ColumnRule* find(TableKind kind, std::string_view column) const;
  // The same without what the policy says.
  [[nodiscard]] const ColumnRule* find_listed(TableKind kind, std::string_view column) const;
  // The name stands in the table of rules as it is: it is fit for shared texts. One that only holds a word of
  // a rule may hold anything beside it.
  [[nodiscard]] bool is_listed(TableKind kind, std::string_view column) const;
};

// True of participants, phenotype, sessions, scans and samples tables: columns that nobody knows do not stay
// in them.
bool is_of_persons(TableKind kind);

// All that share/ holds of columns: rules, postcode areas, texts. Errors: no_input, bad_data.
Result<ColumnRules> load_column_rules();
Result<ColumnRules> parse_column_rules(std::string_view text, std::string_view subject);

// The rules with what the user's policy says of single columns. Direct identifiers, birth dates and dates
// that the rules know stay what they are where the policy only keeps a column; codes of families and sites
// that it keeps become random labels.
ColumnRules with_policy(ColumnRules rules, const std::vector<std::string>& keep_columns,
                        const TablePolicy& policy);

// What became of a column; no value of it. The name of a column that is not in the rules may hold anything:
// only `known` ones are fit for shared texts.
struct ColumnDecision {
  std::string column;
  bool kept = false;
  bool known = false;
  std::string reason;             // with what tells the type: the name, the content, the policy
  std::size_t cleared_cells = 0;  // cells that became n/a
  bool changed = false;           // some cell is not the source's
  ColumnType type = ColumnType::other;
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
  std::map<std::string, std::string> first_scan =
      {};  // "sub-01" -> date of the first scan, for ages from birth dates
  std::map<std::string, std::string> age_units =
      {};  // columns of ages whose sidecar names another unit than years, by age_unit_of
  std::span<const std::uint8_t> secret = {};         // of the dataset: new UIDs are made with it
  std::span<const std::uint8_t> device_secret = {};  // the same; empty where devices get no codes
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
