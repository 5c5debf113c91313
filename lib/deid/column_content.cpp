#include "deid/column_content.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "deid/cells.hpp"
#include "deid/tables.hpp"
#include "deid/value_check.hpp"

namespace shareready {
namespace {

using Cells = std::vector<std::string_view>;

template <typename Predicate>
bool most(const Cells& present, const Predicate& is_so) {
  const auto count = std::count_if(present.begin(), present.end(), is_so);
  return !present.empty() && 2 * count > static_cast<std::ptrdiff_t>(present.size());
}

bool is_prose(std::string_view cell) {
  constexpr std::ptrdiff_t k_blanks = 2;  // three words
  const std::string_view text = trim(cell);
  return std::count(text.begin(), text.end(), ' ') >= k_blanks;
}

struct Sign {
  Concern concern;
  ColumnType type;
  std::string_view evidence;
};

constexpr std::array<Sign, 6> k_signs = {
    {{Concern::email, ColumnType::direct_identifier, "e-mail addresses in it"},
     {Concern::phone, ColumnType::direct_identifier, "telephone numbers in it"},
     {Concern::ip_address, ColumnType::direct_identifier, "IP addresses in it"},
     {Concern::bank_account, ColumnType::direct_identifier, "bank accounts in it, by their check digits"},
     {Concern::national_number, ColumnType::direct_identifier, "citizen numbers in it, by the 11-test"},
     {Concern::long_text, ColumnType::free_text, "long texts in it"}}};

bool is_date(std::string_view cell) { return !is_number(cell) && parse_any_date(cell).has_value(); }

}  // namespace

ColumnContent content_of(const Cells& cells) {
  Cells present;
  std::copy_if(cells.begin(), cells.end(), std::back_inserter(present),
               [](std::string_view cell) { return !is_missing(cell); });
  if (present.empty()) return {.type = ColumnType::other, .evidence = "no value in it"};
  if (is_identifier_number(present)) {
    return {.type = ColumnType::direct_identifier, .evidence = "numbers of persons in it"};
  }
  if (is_absolute_time(present)) return {.type = ColumnType::date, .evidence = "dates or clock times in it"};
  if (is_numeric(present)) return {.type = ColumnType::other, .evidence = "numbers in it"};
  for (const Sign& sign : k_signs) {
    if (most(present, [&](std::string_view cell) { return find_concern(cell) == sign.concern; })) {
      return {.type = sign.type, .evidence = std::string(sign.evidence)};
    }
  }
  if (most(present, is_dutch_postcode)) {
    return {.type = ColumnType::quasi_identifier, .evidence = "Dutch postcodes in it", .postcodes = true};
  }
  if (most(present, is_date)) return {.type = ColumnType::date, .evidence = "dates in it"};
  if (most(present, is_prose) || tells_rows_apart(present)) {
    return {.type = ColumnType::free_text, .evidence = "texts in it that differ from row to row"};
  }
  return {.type = ColumnType::other, .evidence = "words in it"};
}

ColumnType type_of(const ColumnRule& rule) {
  switch (rule.action) {
    case ColumnAction::identifier:
    case ColumnAction::filename:
    case ColumnAction::family:
      return ColumnType::label;
    case ColumnAction::age:
    case ColumnAction::age_in_units:
    case ColumnAction::birth_date:
    case ColumnAction::sex:
    case ColumnAction::handedness:
    case ColumnAction::word:
    case ColumnAction::postcode:
    case ColumnAction::region:
    case ColumnAction::site:
    case ColumnAction::quasi:
    case ColumnAction::background:
      return ColumnType::quasi_identifier;
    case ColumnAction::sensitive:
    case ColumnAction::special:
      return ColumnType::sensitive;
    case ColumnAction::date:
      return ColumnType::date;
    case ColumnAction::score:
      return ColumnType::score;
    case ColumnAction::direct:
    case ColumnAction::device:
    case ColumnAction::uid:
      return ColumnType::direct_identifier;
    case ColumnAction::drop:
      return rule.personal && rule.token == TokenKind::date        ? ColumnType::date
             : rule.token == TokenKind::free_text && rule.personal ? ColumnType::free_text
                                                                   : ColumnType::other;
    case ColumnAction::number:
    case ColumnAction::stimulus:
    case ColumnAction::other:
      return ColumnType::other;
  }
  return ColumnType::other;
}

}  // namespace shareready
