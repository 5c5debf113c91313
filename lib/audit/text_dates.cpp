#include <algorithm>
#include <array>
#include <string>

#include "audit/text_scan.hpp"
#include "base/text.hpp"
#include "base/words.hpp"

namespace shareready::text_scan {
namespace {

constexpr int k_first_real_year = 1926;  // BIDS: shifted dates lie in 1925 or earlier
constexpr int k_last_real_year = 2100;

bool is_real_year(int year) { return year >= k_first_real_year && year <= k_last_real_year; }
bool is_month(int month) { return month >= 1 && month <= 12; }
bool is_day(int day) { return day >= 1 && day <= 31; }

// Digits, a separator, digits, the same separator, digits: nothing where that does not stand at `at`.
struct DigitTriple {
  std::array<std::string_view, 3> parts;
  char separator = 0;
  std::size_t end = 0;
};

std::optional<DigitTriple> digit_triple(std::string_view text, std::size_t at) {
  DigitTriple triple;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t end = digits_end(text, at);
    if (end == at || end - at > 4) return std::nullopt;
    triple.parts[i] = text.substr(at, end - at);
    if (i < 2) {
      const char separator = at_or_zero(text, end);
      if (std::string_view("-/._:").find(separator) == std::string_view::npos) return std::nullopt;
      if (i == 1 && separator != triple.separator) return std::nullopt;
      triple.separator = separator;
      at = end + 1;
    } else {
      triple.end = end;
    }
  }
  return triple;
}

bool is_date(const DigitTriple& triple) {
  const auto& [first, second, third] = triple.parts;
  const int a = number(first);
  const int b = number(second);
  const int c = number(third);
  if (first.size() == 4) {
    return is_real_year(a) && is_month(b) && is_day(c) && second.size() <= 2 && third.size() <= 2;
  }
  if (third.size() != 4 || triple.separator == ':' || triple.separator == '_') return false;
  return is_real_year(c) && is_day(std::max(a, b)) && is_month(std::min(a, b)) && first.size() <= 2 &&
         second.size() <= 2;
}

std::optional<TextMatch> numeric_date_at(std::string_view text, std::size_t at) {
  const auto triple = digit_triple(text, at);
  if (!triple || !is_date(*triple)) return std::nullopt;
  const char next = at_or_zero(text, triple->end);
  const bool goes_on = next == triple->separator && is_digit(at_or_zero(text, triple->end + 1));
  if (goes_on || (before(text, at) == triple->separator && is_digit(before(text, at - 1))))
    return std::nullopt;
  return TextMatch{TextPattern::date, at, triple->end};
}

// Names of months that do not begin as English or Dutch ones do: Danish, French, German, Italian, Norwegian,
// Polish, Portuguese, Spanish and Swedish, whole or as they are cut short. Sorted by bytes.
constexpr std::array<std::string_view, 65> k_month_names = {"abr",
                                                            "abril",
                                                            "ago",
                                                            "agosto",
                                                            "aout",
                                                            "ao\xc3\xbbt",
                                                            "avr",
                                                            "avril",
                                                            "czerwca",
                                                            "des",
                                                            "desember",
                                                            "dez",
                                                            "dezember",
                                                            "dezembro",
                                                            "dic",
                                                            "dicembre",
                                                            "diciembre",
                                                            "d\xc3\xa9"
                                                            "c",
                                                            "d\xc3\xa9"
                                                            "cembre",
                                                            "ene",
                                                            "enero",
                                                            "fev",
                                                            "fevereiro",
                                                            "fevr",
                                                            "fevrier",
                                                            "f\xc3\xa9v",
                                                            "f\xc3\xa9vr",
                                                            "f\xc3\xa9vrier",
                                                            "gen",
                                                            "gennaio",
                                                            "giu",
                                                            "giugno",
                                                            "grudnia",
                                                            "juil",
                                                            "juillet",
                                                            "juin",
                                                            "j\xc3\xa4nner",
                                                            "kwietnia",
                                                            "lipca",
                                                            "listopada",
                                                            "lug",
                                                            "luglio",
                                                            "lutego",
                                                            "maerz",
                                                            "mag",
                                                            "maggio",
                                                            "mai",
                                                            "maio",
                                                            "maj",
                                                            "maja",
                                                            "mrz",
                                                            "m\xc3\xa4r",
                                                            "m\xc3\xa4rz",
                                                            "ott",
                                                            "ottobre",
                                                            "out",
                                                            "outubro",
                                                            "pa\xc5\xba"
                                                            "dziernika",
                                                            "set",
                                                            "setembro",
                                                            "setiembre",
                                                            "settembre",
                                                            "sierpnia",
                                                            "stycznia",
                                                            "wrze\xc5\x9bnia"};

// English and Dutch by their first three letters, other languages by the whole word.
bool is_month_name(std::string_view word) {
  constexpr std::array<std::string_view, 15> k_starts = {"apr", "aug", "dec", "feb", "jan",
                                                         "jul", "jun", "maa", "mar", "may",
                                                         "mei", "mrt", "nov", "oct", "okt"};
  constexpr std::size_t k_longest = 13;  // bytes
  if (word.size() < 3 || word.size() > k_longest) return false;
  const std::string lower = lower_latin(word);
  const std::string start = lower.substr(0, 3);
  return start == "sep" || std::find(k_starts.begin(), k_starts.end(), start) != k_starts.end() ||
         std::binary_search(k_month_names.begin(), k_month_names.end(), lower);
}

// All letters that months are written with: those of two bytes begin with C3 (Latin-1) or C5 (Polish).
bool is_month_letter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return is_alpha(c) || byte == 0xc3 || byte == 0xc5 || (byte >= 0x80 && byte < 0xc0);
}

std::size_t month_name_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_month_letter(text[at])) ++at;
  return at;
}

std::size_t skip_any(std::string_view text, std::size_t at, std::string_view skipped) {
  while (at < text.size() && skipped.find(text[at]) != std::string_view::npos) ++at;
  return at;
}

// Behind "of " or "de ", as in "the 4th of March" and "4 de marzo de 2019".
std::size_t skip_of(std::string_view text, std::size_t at) {
  const std::string word = to_lower(text.substr(std::min(at, text.size()), 3));
  return word == "of " || word == "de " ? skip_any(text, at + 3, " ") : at;
}

// "4th", "1e": where the number of a day ends, its ending included.
std::size_t ordinal_end(std::string_view text, std::size_t day_end) {
  for (const std::string_view ending : {"st", "nd", "rd", "th", "ste", "de", "e"}) {
    const std::size_t end = day_end + ending.size();
    if (to_lower(text.substr(day_end, ending.size())) == ending && !is_alpha(at_or_zero(text, end)))
      return end;
  }
  return day_end;
}

bool is_year_at(std::string_view text, std::size_t year) {
  const std::size_t year_end = digits_end(text, year);
  return year_end - year == 4 && is_real_year(number(text.substr(year, 4)));
}

// "Sequence: R016 ve11c/master r/e634e98; Dec 19 2017 11:22:56 by eja": when a sequence of the scanner was
// compiled, in its private text (WipMemBlock), tells of nobody.
bool is_build_of_sequence(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::size_t k_before = 60, k_time = 9;  // " 11:22:56"
  const std::size_t from = begin - std::min(begin, k_before);
  const std::string_view time = text.substr(std::min(end, text.size()), k_time);
  const bool timed = time.size() == k_time && time[0] == ' ' && time[3] == ':' && time[6] == ':';
  return timed && text.substr(end + k_time, 4) == " by " &&
         text.substr(from, begin - from).find("Sequence: ") != std::string_view::npos;
}

bool is_clock_at(std::string_view text, std::size_t at) {
  const std::string_view clock = text.substr(at, 8);
  return clock.size() == 8 && clock[2] == ':' && clock[5] == ':' && is_digits(clock.substr(0, 2)) &&
         is_digits(clock.substr(3, 2)) && is_digits(clock.substr(6));
}

// "10:11:12 CET ": what ctime() and the command `date` write between day and year.
std::size_t skip_clock(std::string_view text, std::size_t at) {
  constexpr std::size_t k_longest_zone = 5;
  if (at >= text.size() || !is_clock_at(text, at)) return at;
  const std::size_t clock_end = skip_any(text, at + 8, " ");
  std::size_t zone_end = clock_end;
  while (zone_end < text.size() && is_upper(text[zone_end])) ++zone_end;
  return zone_end - clock_end <= k_longest_zone ? skip_any(text, zone_end, " ") : clock_end;
}

// "March 4, 2019", "Mar 4th 2019", "Mar  4 10:11:12 2019": the name of the month stands before the day.
std::optional<TextMatch> month_first_date_at(std::string_view text, std::size_t at, std::size_t day_end) {
  const std::size_t year = skip_clock(text, skip_any(text, day_end, " ,_"));
  if (year == day_end || !is_year_at(text, year)) return std::nullopt;
  std::size_t month_end = at;
  while (month_end > 0 && std::string_view(" .-_").find(text[month_end - 1]) != std::string_view::npos)
    --month_end;
  std::size_t month = month_end;
  while (month > 0 && is_month_letter(text[month - 1])) --month;
  if (month_end == at || !is_month_name(text.substr(month, month_end - month))) return std::nullopt;
  if (is_build_of_sequence(text, month, year + 4)) return std::nullopt;
  return TextMatch{TextPattern::date, month, year + 4};
}

// "4 March 2019", "04-Mar-2019", "the 4th of March, 2019", "4. März 2019", "4 de marzo de 2019", and those
// with the month first.
std::optional<TextMatch> named_date_at(std::string_view text, std::size_t at) {
  const std::size_t digits = digits_end(text, at);
  if (digits - at > 2 || !is_day(number(text.substr(at, digits - at)))) return std::nullopt;
  const std::size_t day_end = ordinal_end(text, digits);
  if (const auto match = month_first_date_at(text, at, day_end)) return match;
  const std::size_t month = skip_of(text, skip_any(text, day_end, " -./_"));
  const std::size_t month_end = month_name_end(text, month);
  if (!is_month_name(text.substr(month, month_end - month))) return std::nullopt;
  const std::size_t year = skip_clock(text, skip_of(text, skip_any(text, month_end, " -./,_")));
  if (!is_year_at(text, year)) return std::nullopt;
  return TextMatch{TextPattern::date, at, year + 4};
}

// "2019-Mar-04", "2019 March 4".
std::optional<TextMatch> year_first_date_at(std::string_view text, std::size_t at) {
  if (!is_year_at(text, at)) return std::nullopt;
  const std::size_t month = skip_any(text, at + 4, " -./_");
  const std::size_t month_end = month_name_end(text, month);
  if (!is_month_name(text.substr(month, month_end - month))) return std::nullopt;
  const std::size_t day = skip_any(text, month_end, " -./_");
  const std::size_t day_end = digits_end(text, day);
  const bool is_whole = day_end - day >= 1 && day_end - day <= 2 && at_or_zero(text, day_end) != ':';
  if (!is_whole || !is_day(number(text.substr(day, day_end - day)))) return std::nullopt;
  return TextMatch{TextPattern::date, at, day_end};
}

// Year, month and day as Chinese and Japanese write them, each behind its number.
std::optional<TextMatch> ideographic_date_at(std::string_view text, std::size_t at) {
  constexpr std::array<std::string_view, 2> k_signs = {"\xe5\xb9\xb4", "\xe6\x9c\x88"};  // year, month
  if (!is_year_at(text, at)) return std::nullopt;
  std::array<int, 2> numbers{};
  std::size_t end = at + 4;
  for (std::size_t i = 0; i < k_signs.size(); ++i) {
    if (text.substr(std::min(end, text.size()), k_signs[i].size()) != k_signs[i]) return std::nullopt;
    const std::size_t begin = end + k_signs[i].size();
    end = digits_end(text, begin);
    numbers[i] = number(text.substr(begin, end - begin));
  }
  if (!is_month(numbers[0]) || !is_day(numbers[1])) return std::nullopt;
  return TextMatch{TextPattern::date, at, end};
}

// "03/04/61": two digits each, between slashes.
std::optional<TextMatch> short_date_at(std::string_view text, std::size_t at) {
  constexpr std::size_t k_length = 8;
  const std::string_view whole = text.substr(at, k_length);
  if (whole.size() < k_length || whole[2] != '/' || whole[5] != '/') return std::nullopt;
  const std::string_view a = whole.substr(0, 2), b = whole.substr(3, 2), c = whole.substr(6, 2);
  if (!is_digits(a) || !is_digits(b) || !is_digits(c)) return std::nullopt;
  const int first = number(a), second = number(b);
  const bool alone = before(text, at) != '/' && before(text, at) != '-' &&
                     !is_alnum(at_or_zero(text, at + k_length)) && at_or_zero(text, at + k_length) != '/';
  if (!alone || !is_day(std::max(first, second)) || !is_month(std::min(first, second))) return std::nullopt;
  return TextMatch{TextPattern::date, at, at + k_length};
}

}  // namespace

std::optional<TextMatch> date_at(std::string_view text, std::size_t at) {
  const auto numeric = numeric_date_at(text, at);
  if (numeric) return numeric;
  if (const auto named = named_date_at(text, at)) return named;
  if (const auto named = year_first_date_at(text, at)) return named;
  const auto ideographic = ideographic_date_at(text, at);
  return ideographic ? ideographic : short_date_at(text, at);
}

}  // namespace shareready::text_scan

namespace shareready {

bool is_compact_date(std::string_view text) {
  using namespace text_scan;
  return text.size() == 8 && is_digits(text) && is_real_year(number(text.substr(0, 4))) &&
         is_month(number(text.substr(4, 2))) && is_day(number(text.substr(6, 2)));
}

bool is_compact_stamp(std::string_view digits) {
  using text_scan::number;
  if (!is_compact_date(digits.substr(0, 8)) || !is_digits(digits)) return false;
  if (digits.size() == 8) return true;
  constexpr std::size_t k_longest = 29;  // random numbers of UIDs (2.25) have more, and days by chance
  if ((digits.size() != 12 && digits.size() < 14) || digits.size() > k_longest) return false;
  const std::string_view clock = digits.substr(8);
  return number(clock.substr(0, 2)) < 24 && number(clock.substr(2, 2)) < 60 &&
         (clock.size() == 4 || number(clock.substr(4, 2)) < 60);
}

}  // namespace shareready
