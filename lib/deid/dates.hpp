#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// A day of the proleptic Gregorian calendar.
struct CalendarDate {
  int year = 0;
  int month = 0;
  int day = 0;
  // NOLINTNEXTLINE(modernize-use-nullptr): of the spaceship itself
  friend auto operator<=>(const CalendarDate&, const CalendarDate&) = default;
};

// The last day of the era in which BIDS puts shifted dates ("1925 or earlier": BIDS 1.11.1, Units section).
inline constexpr CalendarDate k_last_shifted_day{1925, 12, 31};
// FIF files cannot hold an earlier one (seconds since 1970 in 32 bits).
inline constexpr CalendarDate k_first_shifted_day{1902, 1, 1};

// Days since 1970-01-01, negative before.
std::int64_t day_number(const CalendarDate& date);
CalendarDate date_of_day(std::int64_t day);
// True for a day that the calendar has.
bool is_valid(const CalendarDate& date);

// A date with what follows it, as it was spelled: "2019-03-04T10:11:12.5Z", "20190304101112".
struct SpelledDate {
  CalendarDate date;
  enum class Style { iso, compact, slashed } style = Style::iso;  // 2019-03-04, 20190304, 2019/03/04
  std::string rest;                                               // time of day and zone, spelling kept
};

// The whole text as a date that begins with the year, with or without a time of day; nothing else matches.
std::optional<SpelledDate> parse_spelled_date(std::string_view text);
std::string format_spelled_date(const SpelledDate& spelled);

// The whole text as a date in any common spelling (day first where the order is in doubt).
std::optional<CalendarDate> parse_any_date(std::string_view text);

// True where a date of 1900 to 2100 stands anywhere in the text: with separators in any order, as eight
// digits, or with the name of a month (English, Dutch, German, French, Spanish).
bool contains_date(std::string_view text);

// The spellings under which a date may occur elsewhere in a dataset.
std::vector<std::string> spellings_of(const CalendarDate& date);
// With the name of the month, as people write a birthday in running text: in English, Dutch and German.
std::vector<std::string> written_out(const CalendarDate& d);

// By how many days a participant's dates move; never written anywhere.
struct DateShift {
  std::int64_t days = 0;
};

// The first and last day on which a participant was measured.
struct DateSpan {
  CalendarDate first;
  CalendarDate last;
};

// The span of all dates after the shifted era among these texts; nothing where there is none.
std::optional<DateSpan> span_of(const std::vector<std::string>& texts);

// The number of days, a function of HMAC-SHA-256(secret, label), that puts the span into 1902-1925, with
// room behind it for sessions to come. Errors: unsupported where the span is longer than these 24 years.
Result<DateShift> make_date_shift(std::span<const std::uint8_t> secret, std::string_view label,
                                  const DateSpan& span);

// The date moved, its spelling and time of day kept, an offset from UTC not. A date of 1925 or earlier was
// shifted before and stays as it is. Nothing where the text is not a date or would land outside 1902-1925.
std::optional<std::string> shift_date(std::string_view text, const DateShift& shift);

}  // namespace shareready
