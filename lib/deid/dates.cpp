#include "deid/dates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "deid/partial_dates.hpp"

namespace shareready {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool is_plausible(const CalendarDate& date) {
  return is_valid(date) && date.year >= 1800 && date.year <= 2100;
}

std::optional<CalendarDate> checked(int year, int month, int day) {
  const CalendarDate date{year, month, day};
  if (!is_plausible(date)) return std::nullopt;
  return date;
}

// A run of digits in a text, with the character before and after it.
struct DigitRun {
  std::size_t begin = 0;
  std::size_t end = 0;
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

std::vector<DigitRun> digit_runs(std::string_view text) {
  std::vector<DigitRun> runs;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_digit(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    runs.push_back({i, end});
    i = end;
  }
  return runs;
}

std::optional<CalendarDate> compact_date(std::string_view digits) {
  if (digits.size() != 8 && digits.size() != 12 && digits.size() != 14) return std::nullopt;
  return checked(number(digits.substr(0, 4)), number(digits.substr(4, 2)), number(digits.substr(6, 2)));
}

bool is_date_separator(char c) {
  return c == '-' || c == '/' || c == '.' || c == '_' || c == ' ' || c == ':';
}

// Three neighbouring numbers with the same separator, in any of the three usual orders.
std::optional<CalendarDate> separated_date(std::string_view text, const DigitRun& a, const DigitRun& b,
                                           const DigitRun& c) {
  const bool neighbours = b.begin == a.end + 1 && c.begin == b.end + 1;
  if (!neighbours || text[a.end] != text[b.end] || !is_date_separator(text[a.end])) return std::nullopt;
  if (b.size() > 2) return std::nullopt;
  const int first = number(text.substr(a.begin, a.size()));
  const int second = number(text.substr(b.begin, b.size()));
  const int third = number(text.substr(c.begin, c.size()));
  if (a.size() == 4 && c.size() <= 2) return checked(first, second, third);
  if (c.size() != 4 || a.size() > 2) return std::nullopt;
  if (const auto day_first = checked(third, second, first)) return day_first;
  return checked(third, first, second);
}

std::vector<std::string> lower_words(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : lower_latin(text)) {
    const bool letter = (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) >= 0x80);
    const bool digit = is_digit(c);
    const bool joins = !words.back().empty() && is_digit(words.back().back()) != digit;
    if ((!letter && !digit) || joins) words.emplace_back();
    if (letter || digit) words.back().push_back(c);
  }
  std::erase(words, "");
  return words;
}

bool is_year_word(std::string_view word) {
  return word.size() == 4 && is_digits(word) && number(word) >= 1900 && number(word) <= 2100;
}

// "4 March 2019", "March 4th, 2019", "March 2019".
bool has_month_by_name(std::string_view text) {
  const std::vector<std::string> words = lower_words(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!is_month_name(words[i])) continue;
    const std::size_t last = std::min(words.size(), i + 4);
    const auto begin = words.begin() + static_cast<std::ptrdiff_t>(i);
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(last);
    if (std::any_of(begin, end, [](const std::string& word) { return is_year_word(word); })) return true;
  }
  return false;
}

// Every spelling of a date has four digits on end, most other texts have not.
bool has_year_sized_run(std::string_view text) {
  int run = 0;
  return std::any_of(text.begin(), text.end(),
                     [&run](char c) { return (run = is_digit(c) ? run + 1 : 0) == 4; });
}

constexpr std::int64_t k_days_of_era = 146097;  // of 400 years

}  // namespace

// Days from civil and back: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
std::int64_t day_number(const CalendarDate& date) {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * k_days_of_era + day_of_era - 719468;
}

CalendarDate date_of_day(std::int64_t day) {
  const std::int64_t shifted = day + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - (k_days_of_era - 1)) / k_days_of_era;
  const std::int64_t day_of_era = shifted - era * k_days_of_era;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_index = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(month_index < 10 ? month_index + 3 : month_index - 9);
  const int year = static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0));
  return {year, month, static_cast<int>(day_of_year - (153 * month_index + 2) / 5 + 1)};
}

bool is_valid(const CalendarDate& date) {
  if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return false;
  return date_of_day(day_number(date)) == date;
}

std::optional<SpelledDate> parse_spelled_date(std::string_view text) {
  const std::vector<DigitRun> runs = digit_runs(text);
  if (runs.empty() || runs.front().begin != 0) return std::nullopt;
  SpelledDate spelled;
  std::size_t end = 0;
  if (runs.front().size() >= 8) {
    const auto date = compact_date(text.substr(0, runs.front().size()));
    if (!date) return std::nullopt;
    spelled = {.date = *date, .style = SpelledDate::Style::compact, .rest = ""};
    end = 8;
  } else {
    if (runs.size() < 3 || runs[0].size() != 4 || runs[1].size() != 2 || runs[2].size() != 2)
      return std::nullopt;
    const auto date = separated_date(text, runs[0], runs[1], runs[2]);
    const char separator = text[4];
    if (!date || (separator != '-' && separator != '/')) return std::nullopt;
    spelled.date = *date;
    spelled.style = separator == '-' ? SpelledDate::Style::iso : SpelledDate::Style::slashed;
    end = runs[2].end;
  }
  spelled.rest = std::string(text.substr(end));
  const bool time_only = spelled.rest.find_first_not_of("0123456789:.TZ+- ") == std::string::npos;
  if (!time_only || spelled.rest.size() > 40) return std::nullopt;
  return spelled;
}

std::string format_spelled_date(const SpelledDate& spelled) {
  const auto& [date, style, rest] = spelled;
  const char* separator = style == SpelledDate::Style::iso       ? "-"
                          : style == SpelledDate::Style::slashed ? "/"
                                                                 : "";
  return fmt::format("{:04}{}{:02}{}{:02}{}", date.year, separator, date.month, separator, date.day, rest);
}

std::optional<CalendarDate> parse_any_date(std::string_view text) {
  const std::string_view whole = trim(text);
  if (const auto spelled = parse_spelled_date(whole)) return spelled->date;
  const std::vector<DigitRun> runs = digit_runs(whole);
  if (runs.size() != 3 || runs.front().begin != 0 || runs.back().end != whole.size()) return std::nullopt;
  return separated_date(whole, runs[0], runs[1], runs[2]);
}

bool contains_date(std::string_view text) {
  if (!has_year_sized_run(text)) return false;
  const std::vector<DigitRun> runs = digit_runs(text);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto date = compact_date(text.substr(runs[i].begin, runs[i].size()));
    if (date && date->year >= 1900) return true;
    if (i + 2 < runs.size()) {
      if (separated_date(text, runs[i], runs[i + 1], runs[i + 2])) return true;
    }
  }
  // a year is a run of digits: without one there is no need to look for the name of a month
  const bool year = std::any_of(runs.begin(), runs.end(), [&](const DigitRun& run) {
    return is_year_word(text.substr(run.begin, run.size()));
  });
  return year && has_month_by_name(text);
}

std::vector<std::string> spellings_of(const CalendarDate& d) {
  std::vector<std::string> spellings{fmt::format("{:04}{:02}{:02}", d.year, d.month, d.day),
                                     fmt::format("{:02}{:02}{:04}", d.day, d.month, d.year)};
  for (const char s : {'-', '/', '.'}) {
    spellings.push_back(fmt::format("{:04}{}{:02}{}{:02}", d.year, s, d.month, s, d.day));
    spellings.push_back(fmt::format("{:02}{}{:02}{}{:04}", d.day, s, d.month, s, d.year));
    spellings.push_back(fmt::format("{}{}{}{}{:04}", d.day, s, d.month, s, d.year));
    spellings.push_back(fmt::format("{:02}{}{:02}{}{:04}", d.month, s, d.day, s, d.year));
    spellings.push_back(fmt::format("{}{}{}{}{:04}", d.month, s, d.day, s, d.year));
  }
  return spellings;
}

std::vector<std::string> written_out(const CalendarDate& d) {
  struct Month {
    std::string_view english, dutch, german;
  };
  constexpr std::array<Month, 12> k_months = {{{"January", "januari", "Januar"},
                                               {"February", "februari", "Februar"},
                                               {"March", "maart", "M\xc3\xa4rz"},
                                               {"April", "april", "April"},
                                               {"May", "mei", "Mai"},
                                               {"June", "juni", "Juni"},
                                               {"July", "juli", "Juli"},
                                               {"August", "augustus", "August"},
                                               {"September", "september", "September"},
                                               {"October", "oktober", "Oktober"},
                                               {"November", "november", "November"},
                                               {"December", "december", "Dezember"}}};
  if (d.month < 1 || d.month > 12) return {};
  const Month& month = k_months[static_cast<std::size_t>(d.month - 1)];
  const std::string_view cut = month.english.substr(0, 3);
  return {fmt::format("{} {} {}", d.day, month.english, d.year),
          fmt::format("{} {} {}", d.day, cut, d.year),
          fmt::format("{} {}, {}", month.english, d.day, d.year),
          fmt::format("{} {}, {}", cut, d.day, d.year),
          fmt::format("{} {} {}", d.day, month.dutch, d.year),
          fmt::format("{}. {} {}", d.day, month.german, d.year)};
}

std::optional<DateSpan> span_of(const std::vector<std::string>& texts) {
  std::optional<DateSpan> span;
  for (const std::string& text : texts) {
    const auto spelled = parse_spelled_date(trim(text));
    if (!spelled || spelled->date <= k_last_shifted_day) continue;
    if (!span) span = DateSpan{spelled->date, spelled->date};
    span->first = std::min(span->first, spelled->date);
    span->last = std::max(span->last, spelled->date);
  }
  return span;
}

// Ten years in which sessions of later releases find place under the same shift.
constexpr std::int64_t k_room_for_follow_ups = 3652;

Result<DateShift> make_date_shift(std::span<const std::uint8_t> secret, std::string_view label,
                                  const DateSpan& span) {
  const std::int64_t first_target = day_number(k_first_shifted_day);
  const std::int64_t room =
      day_number(k_last_shifted_day) - first_target - (day_number(span.last) - day_number(span.first));
  if (room < 0 || span.last < span.first) {
    return Error{
        ErrorCode::unsupported,
        "date shift",
        "the dates of one participant are more than 24 years apart and cannot all be shifted to 1902-1925; "
        "use --dates drop",
        {}};
  }
  const std::int64_t kept_free = std::min(k_room_for_follow_ups, room / 2);
  const std::string digest = hmac_sha256_hex(secret, "date shift of " + std::string(label));
  std::uint64_t draw = 0;
  std::from_chars(digest.data(), digest.data() + 15, draw, 16);
  const std::int64_t target =
      first_target + static_cast<std::int64_t>(draw % static_cast<std::uint64_t>(room - kept_free + 1));
  return DateShift{target - day_number(span.first)};
}

namespace {

// An offset behind a time of day ("+02:00") tells summer from winter, and so half of the year; the time
// stays.
std::string_view without_offset(std::string_view rest) {
  const std::size_t sign = rest.find_last_of("+-");
  return sign == std::string_view::npos || sign < 3 ? rest : rest.substr(0, sign);
}

}  // namespace

std::optional<std::string> shift_date(std::string_view text, const DateShift& shift) {
  auto spelled = parse_spelled_date(trim(text));
  if (!spelled) return std::nullopt;
  if (spelled->date <= k_last_shifted_day) return format_spelled_date(*spelled);
  spelled->date = date_of_day(day_number(spelled->date) + shift.days);
  if (spelled->date < k_first_shifted_day || spelled->date > k_last_shifted_day) return std::nullopt;
  spelled->rest = without_offset(spelled->rest);
  return format_spelled_date(*spelled);
}

}  // namespace shareready
