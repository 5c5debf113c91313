#include "base/text.hpp"
#include "deid/cells.hpp"
#include "deid/tables.hpp"
#include "deid/value_check.hpp"

namespace shareready {
namespace {

bool has_mixed_characters(std::string_view text) {
  const bool digit = text.find_first_of("0123456789") != std::string_view::npos;
  return digit && text.find_first_not_of("0123456789.,+-eE ") != std::string_view::npos;
}

// Dates of 1925 or earlier were shifted before: they may stay, so they are no tokens.
void add_date(std::string_view cell, TokenKind kind, TokenSet& tokens) {
  const auto date = parse_any_date(cell);
  const bool shifted = kind == TokenKind::date && date && *date <= k_last_shifted_day;
  if (!shifted) tokens.add(cell, kind);
}

// Cells of a column that nobody described and that is dropped.
void add_unknown(std::string_view cell, bool tells_apart, TokenSet& tokens) {
  if (is_missing(cell)) return;
  if (is_email(cell)) {
    tokens.add(cell, TokenKind::contact);
  } else if (is_dutch_postcode(cell)) {
    tokens.add(cell, TokenKind::postcode);
  } else if (is_bsn(trim(cell)) || is_iban(trim(cell))) {
    tokens.add(cell, TokenKind::person_id);
  } else if (parse_any_date(cell)) {
    add_date(cell, TokenKind::date, tokens);
  } else if (!is_number(cell) && tells_apart) {
    tokens.add(cell, has_mixed_characters(cell) ? TokenKind::person_id : TokenKind::free_text);
  }
}

// Words without a digit in a column of identifiers are groups unless they tell the rows apart ("outpatient").
bool is_telling(std::string_view cell, TokenKind kind, bool tells_apart) {
  const bool worded = cell.find_first_of("0123456789") == std::string_view::npos;
  return kind != TokenKind::person_id || !worded || tells_apart;
}

void add_column(const std::vector<std::string_view>& cells, const ColumnRule* rule, TokenSet& tokens) {
  const bool dates = rule != nullptr && rule->action == ColumnAction::date;
  const bool personal = dates || (rule != nullptr && rule->personal);
  const TokenKind kind = dates ? TokenKind::date : rule != nullptr ? rule->token : TokenKind::free_text;
  const bool tells_apart = tells_rows_apart(cells);
  for (const std::string_view cell : cells) {
    if (!personal) {
      add_unknown(cell, tells_apart, tokens);
    } else if (kind == TokenKind::date) {
      add_date(cell, kind, tokens);
    } else if (is_telling(cell, kind, tells_apart)) {
      tokens.add(cell, kind);
    }
  }
}

bool is_released(const ColumnRule& rule) {
  switch (rule.action) {
    case ColumnAction::identifier:
    case ColumnAction::filename:
    case ColumnAction::age:
    case ColumnAction::sex:
    case ColumnAction::handedness:
    case ColumnAction::word:
    case ColumnAction::number:
    case ColumnAction::stimulus:
    case ColumnAction::region:
    case ColumnAction::quasi:
    case ColumnAction::sensitive:
    case ColumnAction::other:
      return true;
    case ColumnAction::family:
    case ColumnAction::site:
    case ColumnAction::postcode:
    case ColumnAction::score:
    case ColumnAction::special:
    case ColumnAction::background:
    case ColumnAction::age_in_units:
    case ColumnAction::birth_date:
    case ColumnAction::date:
    case ColumnAction::direct:
    case ColumnAction::uid:
    case ColumnAction::device:
    case ColumnAction::drop:
      return false;
  }
  return false;
}

}  // namespace

void collect_tokens(const Table& table, TableKind kind, const ColumnRules& rules, TokenSet& tokens) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnRule* rule = rules.find(kind, table.columns[i]);
    const bool people = is_of_persons(kind) || kind == TableKind::events;
    const bool device_text = !people && rule != nullptr &&
                             (rule->action == ColumnAction::drop || rule->action == ColumnAction::special ||
                              rule->action == ColumnAction::background);
    if (device_text || (rule == nullptr ? !is_of_persons(kind) : is_released(*rule))) continue;
    add_column(cells_of(table, i), rule, tokens);
  }
}

}  // namespace shareready
