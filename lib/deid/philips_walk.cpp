#include "deid/philips_walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace shareready::philips {

std::string normalised(std::string_view label) {
  std::string out;
  for (const std::string& word : split(replace_all(std::string(label), "\t", " "), ' ')) {
    if (!word.empty()) out += (out.empty() ? "" : " ") + to_lower(word);
  }
  return out;
}

bool consists_of(std::string_view text, std::string_view letters) {
  return text.find_first_not_of(letters) == std::string_view::npos;
}

bool is_numbers(std::string_view text) { return consists_of(text, "0123456789.+-eE \t"); }
std::optional<double> number_in(std::string_view text) {
  text = trim(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() ? std::optional(value) : std::nullopt;
}
namespace {

constexpr std::string_view k_no_date = "1925.01.01", k_no_time = "00:00:00";

bool is_code(std::string_view text) {
  constexpr std::size_t k_longest = 20;
  return text.size() <= k_longest && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                  c == '_' || c == '/';
         });
}

bool is_of_words(std::string_view text, const std::vector<std::string>& words) {
  const auto pieces = split(replace_all(to_lower(text), "-", " "), ' ');
  return std::all_of(pieces.begin(), pieces.end(), [&](std::string_view piece) {
    if (piece.size() >= 2 && piece.front() == '"' && piece.back() == '"')
      piece = piece.substr(1, piece.size() - 2);
    return piece.empty() || std::find(words.begin(), words.end(), piece) != words.end();
  });
}
// "2014.08.05 / 11:27:34", "02.09.2020 / 12:08:36", "2010.03.04 10:00:00": where the day stands, and how it
// is spelled with the time kept apart.
struct DayAndTime {
  CalendarDate day;
  bool year_first = true;
  std::string_view rest;
};

std::optional<DayAndTime> parse_day(std::string_view text) {
  constexpr std::size_t k_day = 10;
  const auto day = parse_any_date(text.substr(0, k_day));
  if (!day || text.size() < k_day) return std::nullopt;
  return DayAndTime{.day = *day, .year_first = text[4] == '.', .rest = text.substr(k_day)};
}

std::string iso(const CalendarDate& day) {
  return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}
// A day that cannot be shifted becomes the dummy, which every reader takes.
std::string shifted(const Walk& walk, std::string_view value) {
  const auto day = parse_day(value);
  const auto moved =
      day && walk.context.shift ? shift_date(iso(day->day), *walk.context.shift) : std::nullopt;
  if (!moved) {
    const std::string_view between = walk.format == PhilipsFormat::par ? " / " : " ";
    return walk.format == PhilipsFormat::xml ? std::string(k_no_date)
                                             : fmt::format("{}{}{}", k_no_date, between, k_no_time);
  }
  const CalendarDate target = parse_spelled_date(*moved)->date;
  const std::string text = day->year_first
                               ? fmt::format("{:04}.{:02}.{:02}", target.year, target.month, target.day)
                               : fmt::format("{:02}.{:02}.{:04}", target.day, target.month, target.year);
  return text + (consists_of(day->rest, "0123456789:. /") ? std::string(day->rest) : "");
}

// What stands in place of a value; its spaces around are not part of it.
std::string replaced(Walk& walk, const PhilipsField* field, std::string_view value) {
  const FieldAction action = field == nullptr ? FieldAction::clear : field->action;
  const bool known = walk.context.tokens != nullptr && walk.context.tokens->find_in(value).has_value();
  switch (action) {
    case FieldAction::keep:
      return std::string(value);
    case FieldAction::number:
      return is_numbers(value) ? std::string(value) : "";
    case FieldAction::words:
      return is_of_words(value, field->words) ? std::string(value) : "";
    case FieldAction::code:
      return is_code(value) && !known ? std::string(value) : "";
    case FieldAction::date:
      return shifted(walk, value);
    case FieldAction::time:
      return walk.context.shift && consists_of(value, "0123456789:.") ? std::string(value)
                                                                      : std::string(k_no_time);
    case FieldAction::clear:
      return "";
  }
  return "";
}

void keep_token(Walk& walk, const PhilipsField* field, std::string_view value) {
  if (field == nullptr || value.empty()) return;
  if (field->label == "patient name" || field->label == "patient_name") {
    walk.out.tokens.add(value, TokenKind::name);
  }
  if (field->action != FieldAction::date) return;
  if (const auto day = parse_day(value); day && day->day > k_last_shifted_day) {
    walk.out.tokens.add(iso(day->day), TokenKind::date);
    walk.out.dates.push_back(iso(day->day));
  }
}
}  // namespace

std::string with_value(Walk& walk, const PhilipsField* field, std::string_view before,
                       std::string_view field_value) {
  const std::string_view value = trim(field_value);
  if (value.empty()) return std::string(before) + std::string(field_value);
  const auto begin = static_cast<std::size_t>(value.data() - field_value.data());
  keep_token(walk, field, value);
  const std::string fresh = replaced(walk, field, value);
  if (fresh != value) walk.note(field);
  return fmt::format("{}{}{}{}", before, field_value.substr(0, begin), fresh,
                     field_value.substr(begin + value.size()));
}
void take_numbers(Walk& walk, const std::string& label, std::string_view value) {
  const auto number = number_in(value);
  if (!number) return;
  value = trim(value);
  const std::string_view second = value.substr(std::min(value.find(' '), value.size()));
  walk.numbers[label] = *number;
  walk.numbers[label + k_second] = number_in(second).value_or(*number);
}
void take_spacing(Walk& walk, double spacing_mm) {
  walk.out.facts.finest_mm = std::min(walk.out.facts.finest_mm, spacing_mm);
}
double number_of(const Walk& walk, const std::string& label) {
  const auto found = walk.numbers.find(label);
  return found == walk.numbers.end() ? 0 : found->second;
}
}  // namespace shareready::philips
