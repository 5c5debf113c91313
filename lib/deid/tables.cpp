#include "deid/tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/words.hpp"
#include "deid/cells.hpp"
#include "deid/column_content.hpp"
#include "deid/computed_columns.hpp"
#include "deid/device_code.hpp"
#include "deid/uids.hpp"
#include "deid/value_check.hpp"

namespace shareready {
namespace {

constexpr ValueLimits k_word{.longest = 40, .dates_allowed = false, .web_allowed = false};

// A column on its way through the rules.
struct ColumnWork {
  std::string name;
  std::vector<std::string> cells;
  ColumnDecision decision;
};

bool is_harmless(std::string_view text, const TokenSet* tokens, const ValueLimits& limits) {
  if (find_concern(text, limits) != Concern::none) return false;
  return tokens == nullptr || !tokens->find_in(text);
}

// Words that stand for many people: short, without digits enough for a postcode or number of a person.
bool is_plain_word(std::string_view cell, const TokenSet* tokens) {
  return !is_dutch_postcode(cell) && !is_year(cell) && is_harmless(cell, tokens, k_word);
}

void keep(ColumnWork& work, std::string reason) {
  work.decision.kept = true;
  work.decision.reason = std::move(reason);
}

void drop(ColumnWork& work, std::string reason) {
  work.decision.kept = false;
  work.decision.reason = std::move(reason);
}

// Replaces every cell by what `rewrite` makes of it, n/a where that is nothing.
template <typename Rewrite>
void rewrite_cells(ColumnWork& work, const Rewrite& rewrite) {
  for (std::string& cell : work.cells) {
    if (is_missing(cell)) {
      cell = k_missing;
      continue;
    }
    std::optional<std::string> rewritten = rewrite(cell);
    if (!rewritten) ++work.decision.cleared_cells;
    cell = rewritten ? std::move(*rewritten) : std::string(k_missing);
  }
}

template <typename Predicate>
void keep_cells_that(ColumnWork& work, std::string reason, const Predicate& is_fit) {
  keep(work, std::move(reason));
  rewrite_cells(work, [&is_fit](const std::string& cell) {
    return is_fit(cell) ? std::optional<std::string>(cell) : std::nullopt;
  });
}

std::vector<std::string_view> views_of(const std::vector<std::string>& cells) {
  return {cells.begin(), cells.end()};
}

// Ages as words or bands would all become n/a: then the column goes, and that is said.
void keep_ages(ColumnWork& work, const ColumnRule& rule, const TableContext& context) {
  const auto told = context.age_units.find(work.name);
  const std::string unit = told == context.age_units.end() ? std::string() : told->second;
  const auto missing = [](const std::string& cell) { return is_missing(cell); };
  const auto years = [&](const std::string& cell) { return age_in(unit, cell).has_value(); };
  const bool empty = std::all_of(work.cells.begin(), work.cells.end(), missing);
  if (!empty && std::none_of(work.cells.begin(), work.cells.end(), years)) {
    drop(work, rule.reason + ", and no cell of it is a number of years");
    return;
  }
  keep(work, rule.reason);
  rewrite_cells(work, [&](const std::string& cell) { return age_in(unit, cell); });
}

void keep_words(ColumnWork& work, TableKind kind, const TableContext& context, std::string reason) {
  const bool persons = kind == TableKind::participants || kind == TableKind::phenotype;
  if (persons && tells_rows_apart(views_of(work.cells))) {
    drop(work, "nearly every participant has a value of their own");
    return;
  }
  keep_cells_that(work, std::move(reason),
                  [&](const std::string& cell) { return is_plain_word(cell, context.tokens); });
}

void shift_dates(ColumnWork& work, const TableContext& context, std::string reason) {
  if (!context.shift) {
    drop(work, "dates are dropped");
    return;
  }
  keep(work, std::move(reason) + ", shifted");
  rewrite_cells(work, [&context](const std::string& cell) { return shift_date(cell, *context.shift); });
}

void map_uids(ColumnWork& work, const TableContext& context, std::string reason) {
  if (context.secret.empty()) {
    drop(work, std::move(reason));
    return;
  }
  keep(work, std::move(reason) + ", new ones as in DICOM files");
  rewrite_cells(work, [&context](const std::string& cell) -> std::optional<std::string> {
    if (!is_dicom_uid(trim(cell))) return std::nullopt;
    return new_uid(trim(cell), context.secret);
  });
}

// In tables of all participants devices would be sites, whose labels count among what k persons share.
void code_devices(ColumnWork& work, TableKind kind, const TableContext& context, std::string reason) {
  const bool persons = kind == TableKind::participants || kind == TableKind::phenotype;
  if (context.device_secret.empty() || persons) {
    drop(work, std::move(reason));
    return;
  }
  keep(work, std::move(reason) + ", codes as in DICOM files");
  rewrite_cells(work, [&context](const std::string& cell) {
    return std::optional(device_code(cell, context.device_secret));
  });
}

void keep_numbers(ColumnWork& work, const TokenSet* tokens, std::string reason) {
  if (is_absolute_time(views_of(work.cells))) {
    drop(work, "holds dates or clock times");
    return;
  }
  if (is_identifier_number(views_of(work.cells))) {
    drop(work, "looks like the number of a person");
    return;
  }
  keep_cells_that(work, std::move(reason), [&tokens](const std::string& cell) {
    const bool whole = cell.find_first_not_of("0123456789") == std::string::npos;
    return is_number(cell) && !(whole && tokens != nullptr && tokens->find_in(cell));
  });
}

// By the user's policy: numbers, or short words.
void keep_said(ColumnWork& work, TableKind kind, const TableContext& context, const std::string& reason) {
  if (is_numeric(views_of(work.cells))) {
    keep_numbers(work, context.tokens, reason);
  } else {
    keep_words(work, kind, context, reason);
  }
}

void keep_scores(ColumnWork& work, const ColumnRule& rule, const TableContext& context) {
  if (context.rules->scores == ScoreRule::drop) {
    drop(work, rule.reason + ", which the policy drops");
    return;
  }
  keep_numbers(work, context.tokens, rule.reason);
}

// Their codes stay in private/ until the group stage puts labels in their place (deid/shared_codes.hpp).
void keep_codes(ColumnWork& work, const ColumnRule& rule, TableKind kind) {
  const bool relabelled =
      kind == TableKind::participants || kind == TableKind::phenotype || kind == TableKind::sessions;
  if (rule.as_label && relabelled) {
    keep(work, rule.reason + ": random labels in place of the codes");
  } else {
    drop(work, rule.reason + ": the policy can keep it under random labels");
  }
}

void apply_rule(ColumnWork& work, const ColumnRule& rule, TableKind kind, const TableContext& context) {
  switch (rule.action) {
    case ColumnAction::identifier:
    case ColumnAction::filename:
      keep(work, rule.reason);
      return;
    case ColumnAction::age:
      keep_ages(work, rule, context);
      return;
    case ColumnAction::sex:
      keep_cells_that(work, rule.reason, is_sex);
      return;
    case ColumnAction::handedness:
      keep_cells_that(work, rule.reason, is_handedness);
      return;
    case ColumnAction::word:
      keep_words(work, kind, context, rule.reason);
      return;
    case ColumnAction::number:
      keep_numbers(work, context.tokens, rule.reason);
      return;
    case ColumnAction::date:
      shift_dates(work, context, rule.reason);
      return;
    case ColumnAction::stimulus:
      keep(work, rule.reason);
      rewrite_cells(work, [](const std::string&) { return std::optional<std::string>(); });
      return;
    case ColumnAction::uid:
      map_uids(work, context, rule.reason);
      return;
    case ColumnAction::device:
      code_devices(work, kind, context, rule.reason);
      return;
    case ColumnAction::region:
      keep_cells_that(work, rule.reason,
                      [&](const std::string& cell) { return is_region(cell, context.rules->areas); });
      return;
    case ColumnAction::score:
      keep_scores(work, rule, context);
      return;
    case ColumnAction::quasi:
    case ColumnAction::sensitive:
    case ColumnAction::other:
      keep_said(work, kind, context, rule.reason);
      return;
    case ColumnAction::family:
    case ColumnAction::site:
      keep_codes(work, rule, kind);
      return;
    case ColumnAction::age_in_units:
    case ColumnAction::birth_date:
    case ColumnAction::postcode:
    case ColumnAction::special:
    case ColumnAction::background:
    case ColumnAction::direct:
    case ColumnAction::drop:
      drop(work, rule.reason);
      return;
  }
}

// A column that no rule names.
void apply_content(ColumnWork& work, TableKind kind, const TableContext& context) {
  const ColumnContent content = content_of(views_of(work.cells));
  work.decision.type = content.type;
  if (work.name.empty() || !is_harmless(work.name, context.tokens, {.longest = 64})) {
    drop(work, "its name may identify");
  } else if (is_of_persons(kind)) {
    drop(work, content.evidence + ", and not on the list of columns that may stay");
  } else if (is_numeric(views_of(work.cells))) {
    keep_numbers(work, context.tokens, "numbers");
  } else {
    drop(work, "text");
  }
}

void decide(ColumnWork& work, TableKind kind, const TableContext& context) {
  const ColumnRule* rule = context.rules->find(kind, work.name);
  work.decision.column = work.name;
  work.decision.known = context.rules->is_listed(kind, work.name);
  if (rule == nullptr) {
    apply_content(work, kind, context);
  } else {
    work.decision.type = type_of(*rule);
    apply_rule(work, *rule, kind, context);
  }
}

std::vector<ColumnWork> columns_of(const Table& table) {
  std::vector<ColumnWork> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    ColumnWork work;
    work.name = table.columns[i];
    for (const auto& row : table.rows) work.cells.push_back(row[i]);
    columns.push_back(std::move(work));
  }
  return columns;
}

Table table_of(const std::vector<ColumnWork>& columns, std::size_t rows) {
  Table table;
  table.rows.resize(rows);
  for (const ColumnWork& work : columns) {
    if (!work.decision.kept) continue;
    table.columns.push_back(work.name);
    for (std::size_t i = 0; i < rows; ++i) table.rows[i].push_back(work.cells[i]);
  }
  return table;
}

Status check_required(const Table& table, TableKind kind) {
  const auto require = [&table](std::string_view column) -> Status {
    if (table.column(column)) return Done{};
    return Error{ErrorCode::bad_data,
                 "table",
                 fmt::format("the column {} is missing, which BIDS requires", column),
                 {}};
  };
  switch (kind) {
    case TableKind::participants:
    case TableKind::phenotype:
      return require("participant_id");
    case TableKind::sessions:
      return require("session_id");
    case TableKind::scans:
      return require("filename");
    case TableKind::samples:
      return require("sample_id");
    case TableKind::events: {
      SR_CHECK(require("onset"));
      const auto onsets = cells_of(table, *table.column("onset"));
      if (is_numeric(onsets) && !is_absolute_time(onsets)) return Done{};
      return Error{ErrorCode::unsupported,
                   "table",
                   "onset holds dates, clock times or texts, not seconds since the start of the recording",
                   {}};
    }
    case TableKind::aslcontext:
    case TableKind::channels:
    case TableKind::measurements:
      return Done{};
  }
  return Done{};
}

bool holds_only_identifiers(const Table& table, TableKind kind, const ColumnRules& rules) {
  return std::all_of(table.columns.begin(), table.columns.end(), [&](const std::string& column) {
    const ColumnRule* rule = rules.find(kind, column);
    return rule != nullptr && rule->action == ColumnAction::identifier;
  });
}

bool is_changed(const ColumnWork& work, const Table& table, std::size_t column) {
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::string& source = table.rows[row][column];
    if (work.cells[row] != source && !(is_missing(source) && is_missing(work.cells[row]))) return true;
  }
  return false;
}

}  // namespace

Result<ScrubbedTable> scrub_table(const Table& table, TableKind kind, const TableContext& context) {
  SR_CHECK(check_required(table, kind));
  std::vector<ColumnWork> columns = columns_of(table);
  ScrubbedTable scrubbed;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    decide(columns[i], kind, context);
    columns[i].decision.changed = columns[i].decision.kept && is_changed(columns[i], table, i);
    scrubbed.columns.push_back(columns[i].decision);
  }
  scrubbed.table = table_of(columns, table.rows.size());
  add_age_of_units(table, kind, *context.rules, scrubbed);
  if (kind == TableKind::participants) add_age(table, context, scrubbed);
  if (kind == TableKind::participants || kind == TableKind::phenotype) {
    add_region(table, kind, context, scrubbed);
  }
  scrubbed.only_identifiers = holds_only_identifiers(scrubbed.table, kind, *context.rules);
  return scrubbed;
}

}  // namespace shareready
