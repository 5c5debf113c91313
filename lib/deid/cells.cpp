#include "deid/cells.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

#include "base/field_name.hpp"
#include "base/text.hpp"
#include "deid/value_check.hpp"

namespace shareready {
namespace {

constexpr int k_age_cap = 89;  // BIDS 1.11.1, participants: "age"; HIPAA 45 CFR 164.514(b)(2)(i)(C)
constexpr int k_oldest = 130;  // above it stands for a missing value ("999")
constexpr double k_days_of_year = 365.25;
constexpr double k_months = 12.0;  // of a year
constexpr double k_days_of_month = k_days_of_year / k_months;

std::optional<double> number_of(std::string_view cell) {
  double value = 0.0;
  std::string_view digits = trim(cell);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty()) return std::nullopt;
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::string> capped(double years) {
  if (years < 0 || years > k_oldest) return std::nullopt;
  return std::to_string(std::min(static_cast<int>(years), k_age_cap));
}

template <std::size_t N>
bool is_one_of(std::string_view cell, const std::array<std::string_view, N>& words) {
  const std::string lower = to_lower(trim(cell));
  return std::find(words.begin(), words.end(), lower) != words.end();
}

// A number with its unit in an age, as days; nothing for units that nobody knows. Without a unit: years.
struct AgePart {
  double number = 0.0;
  std::optional<double> days = {};
};

std::optional<double> days_of_unit(std::string unit) {
  std::erase(unit, '.');
  constexpr std::array<std::string_view, 17> k_years{"",      "y",      "yr", "yrs",  "yo",    "year",
                                                     "years", "j",      "jr", "jaar", "jaren", "jahr",
                                                     "jahre", "jahren", "an", "ans",  "anos"};
  constexpr std::array<std::string_view, 15> k_in_months{"m",     "mo",     "mos",     "mth",   "mths",
                                                         "month", "months", "mnd",     "maand", "maanden",
                                                         "monat", "monate", "monaten", "mois",  "meses"};
  constexpr std::array<std::string_view, 9> k_in_weeks{"w",     "wk",    "wks",    "week",    "weeks",
                                                       "weken", "woche", "wochen", "semaines"};
  constexpr std::array<std::string_view, 9> k_in_days{"d",   "day",  "days", "dag",  "dagen",
                                                      "tag", "tage", "jour", "jours"};
  if (is_one_of(unit, k_years) || unit == "a\xC3\xB1os") return k_days_of_year;
  if (is_one_of(unit, k_in_months)) return k_days_of_month;
  if (is_one_of(unit, k_in_weeks)) return 7.0;
  return is_one_of(unit, k_in_days) ? std::optional(1.0) : std::nullopt;
}

// Takes a number and the letters behind it from `text`.
std::optional<AgePart> next_part(std::string_view& text) {
  constexpr std::string_view k_digits = "0123456789";
  std::size_t end = std::min(text.find_first_not_of("0123456789.,"), text.size());
  while (end > 0 && text[end - 1] == ',') --end;
  const auto number = number_of(replace_all(std::string(text.substr(0, end)), ",", "."));
  if (!number) return std::nullopt;
  text.remove_prefix(end);
  const std::size_t behind = std::min(text.find_first_of(std::string(k_digits) + ","), text.size());
  AgePart part{.number = *number, .days = days_of_unit(std::string(text.substr(0, behind)))};
  text.remove_prefix(behind);
  return part;
}

// "14;6" and "14;6.15": years, months and days, as research on language writes the age of children (CHAT
// transcription format of CHILDES, header Age).
std::optional<std::string> age_of_semicolons(std::string_view text) {
  const std::vector<std::string> parts = split(text, ';');
  if (parts.size() != 2 || !is_digits(parts[0])) return std::nullopt;
  const std::vector<std::string> rest = split(parts[1], '.');
  const bool plain = rest.size() <= 2 && std::all_of(rest.begin(), rest.end(), [](const std::string& digits) {
                       return is_digits(digits) && digits.size() <= 2;
                     });
  const auto years = number_of(parts[0]), months = plain ? number_of(rest[0]) : std::nullopt;
  return years && months && *months < k_months ? capped(*years) : std::nullopt;
}

bool is_between(double value, double low, double high) { return value >= low && value <= high; }

}  // namespace

bool is_missing(std::string_view cell) {
  constexpr std::array<std::string_view, 4> k_missing_words{"", "n/a", "nan", "na"};
  return is_one_of(cell, k_missing_words);
}

bool is_number(std::string_view cell) { return number_of(cell).has_value(); }

// Words without their accents.
bool is_sex(std::string_view cell) {
  constexpr std::array<std::string_view, 32> k_words{
      "f",          "m",         "o",       "w",        "v",        "x",         "h",        "female",
      "male",       "other",     "woman",   "man",      "vrouw",    "frau",      "mann",     "femme",
      "homme",      "mujer",     "hombre",  "divers",   "intersex", "weiblich",  "mannlich", "maennlich",
      "vrouwelijk", "mannelijk", "feminin", "masculin", "femenino", "masculino", "varon",    "anders"};
  const std::string word = field_name(cell).bare;
  const bool code = word.size() == 1 && is_digits(word);
  return code || std::find(k_words.begin(), k_words.end(), word) != k_words.end();
}

bool is_handedness(std::string_view cell) {
  constexpr std::array<std::string_view, 29> k_words{
      "left",          "l",          "right",       "r",           "ambidextrous", "a",
      "both",          "links",      "rechts",      "linkshandig", "rechtshandig", "linkshaendig",
      "rechtshaendig", "beidhandig", "beidhaendig", "beide",       "gauche",       "droite",
      "gaucher",       "gauchere",   "droitier",    "droitiere",   "ambidextre",   "zurdo",
      "zurda",         "diestro",    "diestra",     "izquierda",   "derecha"};
  const auto quotient = number_of(cell);
  const std::string word = field_name(cell).bare;
  return std::find(k_words.begin(), k_words.end(), word) != k_words.end() ||
         (quotient && std::abs(*quotient) <= 100.0);
}

bool is_year(std::string_view cell) {
  const std::string_view text = trim(cell);
  return text.size() == 4 && is_digits(text) && text >= "1900" && text <= "2100";
}

std::optional<std::string> plain_age(std::string_view cell) {
  std::string text = to_lower(trim(cell));
  constexpr std::array<std::string_view, 6> k_marks{"\xE2\x89\xA5", ">=", ">", "+", "=", " "};
  constexpr std::array<std::string_view, 5> k_and{" and ", " en ", " und ", " et ", "&"};
  for (const std::string_view word : k_and) text = replace_all(std::move(text), word, " ");
  for (const std::string_view mark : k_marks) text = replace_all(std::move(text), mark, "");
  if (text.find(';') != std::string::npos) return age_of_semicolons(text);
  std::string_view rest = text;
  const std::optional<AgePart> first = next_part(rest);
  if (!first) return std::nullopt;
  if (rest.empty()) return first->days ? capped(first->number * *first->days / k_days_of_year) : std::nullopt;
  if (first->days != k_days_of_year) return std::nullopt;
  if (rest.starts_with(',')) rest.remove_prefix(1);
  const std::optional<AgePart> months = next_part(rest);
  const bool fits = months && rest.empty() && months->days == k_days_of_month && months->number < k_months;
  return fits ? capped(first->number + months->number / k_months) : std::nullopt;
}

std::string_view age_unit_of(std::string_view text) {
  struct Unit {
    std::string_view ending, unit;
  };
  constexpr std::array<Unit, 31> k_units{
      {{"mo", "months"},      {"mos", "months"},     {"mth", "months"},    {"mths", "months"},
       {"month", "months"},   {"months", "months"},  {"mnd", "months"},    {"maand", "months"},
       {"maanden", "months"}, {"monat", "months"},   {"monate", "months"}, {"monaten", "months"},
       {"mois", "months"},    {"meses", "months"},   {"wk", "weeks"},      {"wks", "weeks"},
       {"week", "weeks"},     {"weeks", "weeks"},    {"weken", "weeks"},   {"woche", "weeks"},
       {"wochen", "weeks"},   {"semaines", "weeks"}, {"semanas", "weeks"}, {"day", "days"},
       {"days", "days"},      {"dag", "days"},       {"dagen", "days"},    {"tage", "days"},
       {"tagen", "days"},     {"jours", "days"},     {"dias", "days"}}};
  const std::string bare = field_name(text).bare;
  const auto* found = std::find_if(k_units.begin(), k_units.end(),
                                   [&](const Unit& one) { return bare.ends_with(one.ending); });
  return found == k_units.end() ? std::string_view() : found->unit;
}

std::optional<std::string> age_in(std::string_view unit, std::string_view cell) {
  return is_number(cell) ? plain_age(std::string(trim(cell)) + std::string(unit)) : plain_age(cell);
}

std::optional<std::string> age_on(const CalendarDate& day, const CalendarDate& birth) {
  const bool birthday_passed = std::pair(day.month, day.day) >= std::pair(birth.month, birth.day);
  return capped(day.year - birth.year - (birthday_passed ? 0 : 1));
}

std::vector<std::string_view> cells_of(const Table& table, std::size_t column) {
  std::vector<std::string_view> cells;
  for (const auto& row : table.rows) cells.emplace_back(row[column]);
  return cells;
}

bool is_numeric(const std::vector<std::string_view>& cells) {
  return std::all_of(cells.begin(), cells.end(),
                     [](std::string_view cell) { return is_missing(cell) || is_number(cell); });
}

bool is_absolute_time(const std::vector<std::string_view>& cells) {
  constexpr double k_from = 631152000.0;  // 1990-01-01 in seconds since 1970
  constexpr double k_to = 4102444800.0;   // 2100-01-01
  constexpr double k_matlab_epoch = 719529.0;
  bool any = false;
  bool compact = true;
  bool seconds = true;
  bool milliseconds = true;
  bool microseconds = true;
  bool matlab = true;
  for (const std::string_view cell : cells) {
    const auto value = number_of(cell);
    if (!value) continue;
    any = true;
    compact = compact && trim(cell).size() >= 8 && parse_any_date(cell).has_value();
    seconds = seconds && is_between(*value, k_from, k_to);
    milliseconds = milliseconds && is_between(*value, k_from * 1e3, k_to * 1e3);
    microseconds = microseconds && is_between(*value, k_from * 1e6, k_to * 1e6);
    matlab = matlab && is_between(*value, k_matlab_epoch + k_from / 86400.0, k_matlab_epoch + k_to / 86400.0);
  }
  return any && (compact || seconds || milliseconds || microseconds || matlab);
}

bool is_identifier_number(const std::vector<std::string_view>& cells) {
  constexpr std::size_t k_fewest_digits = 5;
  std::set<std::string_view> distinct;
  bool citizen = true;
  for (const std::string_view cell : cells) {
    if (is_missing(cell)) continue;
    const std::string_view text = trim(cell);
    if (!is_digits(text) || text.size() < k_fewest_digits) return false;
    distinct.insert(text);
    citizen = citizen && is_bsn(text);
  }
  return !distinct.empty() && (citizen || (distinct.size() == 1 && cells.size() > 1));
}

bool tells_rows_apart(const std::vector<std::string_view>& cells) {
  constexpr std::size_t k_fewest = 4;  // rows, below which two groups look like a name each
  std::set<std::string_view> distinct;
  std::size_t present = 0;
  for (const std::string_view cell : cells) {
    if (is_missing(cell)) continue;
    ++present;
    distinct.insert(trim(cell));
  }
  return present >= k_fewest && distinct.size() * 2 > present;
}

}  // namespace shareready
