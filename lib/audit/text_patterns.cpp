#include "audit/text_patterns.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/text.hpp"

namespace shareready {
namespace {

constexpr int k_first_real_year = 1926;  // BIDS: shifted dates lie in 1925 or earlier
constexpr int k_last_real_year = 2100;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_alpha(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }
bool is_alnum(char c) { return is_digit(c) || is_alpha(c); }

char at_or_zero(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }
char before(std::string_view text, std::size_t at) { return at > 0 ? text[at - 1] : '\0'; }

std::size_t digits_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits.substr(0, 9)) value = value * 10 + (c - '0');
  return value;
}

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

// English and Dutch month names by their first three letters.
bool starts_month(std::string_view word) {
  constexpr std::array<std::string_view, 15> k_months = {"apr", "aug", "dec", "feb", "jan",
                                                         "jul", "jun", "maa", "mar", "may",
                                                         "mei", "mrt", "nov", "oct", "okt"};
  if (word.size() < 3 || word.size() > 9) return false;
  const std::string start = to_lower(word.substr(0, 3));
  return start == "sep" || std::find(k_months.begin(), k_months.end(), start) != k_months.end();
}

std::size_t skip_any(std::string_view text, std::size_t at, std::string_view skipped) {
  while (at < text.size() && skipped.find(text[at]) != std::string_view::npos) ++at;
  return at;
}

// "4 March 2019", "04-Mar-2019".
std::optional<TextMatch> named_date_at(std::string_view text, std::size_t at) {
  const std::size_t day_end = digits_end(text, at);
  if (day_end - at > 2 || !is_day(number(text.substr(at, day_end - at)))) return std::nullopt;
  const std::size_t month = skip_any(text, day_end, " -./");
  std::size_t month_end = month;
  while (month_end < text.size() && is_alpha(text[month_end])) ++month_end;
  if (!starts_month(text.substr(month, month_end - month))) return std::nullopt;
  const std::size_t year = skip_any(text, month_end, " -./,");
  const std::size_t year_end = digits_end(text, year);
  if (year_end - year != 4 || !is_real_year(number(text.substr(year, 4)))) return std::nullopt;
  return TextMatch{TextPattern::date, at, year_end};
}

struct DottedNumber {
  std::vector<std::string_view> parts;
  std::size_t end = 0;
};

DottedNumber dotted_number_at(std::string_view text, std::size_t at) {
  DottedNumber dotted;
  while (true) {
    const std::size_t end = digits_end(text, at);
    if (end == at) return dotted;
    dotted.parts.push_back(text.substr(at, end - at));
    dotted.end = end;
    if (at_or_zero(text, end) != '.') return dotted;
    at = end + 1;
  }
}

// DICOM PS3.5 section 9; 1.2.840.10008 is the root of the standard's own classes and transfer syntaxes.
bool is_uid(const DottedNumber& dotted, std::string_view text) {
  constexpr std::size_t k_fewest_parts = 6;
  constexpr std::size_t k_fewest_characters = 20;
  if (dotted.parts.size() < k_fewest_parts || text.size() < k_fewest_characters) return false;
  if (dotted.parts[0] != "1" && dotted.parts[0] != "2") return false;
  return text.substr(0, 14) != "1.2.840.10008.";
}

bool is_ip_address(const DottedNumber& dotted) {
  if (dotted.parts.size() != 4) return false;
  int greatest = 0;
  for (const std::string_view part : dotted.parts) {
    if (part.size() > 3 || number(part) > 255 || (part.size() > 1 && part[0] == '0')) return false;
    greatest = std::max(greatest, number(part));
  }
  const int first = number(dotted.parts[0]);
  return greatest >= 100 && first != 0 && first != 127 &&
         first < 224;  // below 100 throughout: a version number
}

std::optional<TextMatch> dotted_at(std::string_view text, std::size_t at) {
  const DottedNumber dotted = dotted_number_at(text, at);
  const std::string_view whole = text.substr(at, dotted.end - at);
  if (is_uid(dotted, whole)) return TextMatch{TextPattern::uid, at, dotted.end};
  if (is_ip_address(dotted)) return TextMatch{TextPattern::ip_address, at, dotted.end};
  return std::nullopt;
}

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

// "+31 6 12345678", "+1 (617) 555-0123": E.164 has at most 15 digits. A separator is asked for, since tables
// may write positive numbers with a plus.
std::optional<TextMatch> international_phone_at(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() &&
         (is_digit(text[end]) || std::string_view(" -()").find(text[end]) != std::string_view::npos)) {
    ++end;
  }
  while (end > at && !is_digit(text[end - 1])) --end;
  const std::string_view whole = text.substr(at, end - at);
  const std::size_t digits = count_digits(whole);
  const bool starts = whole.size() > 1 && whole[1] >= '1' && whole[1] <= '9' && !is_alnum(before(text, at));
  const bool known = whole.substr(0, 3) == "+31" || whole.size() > digits + 1;
  if (!starts || !known || digits < 9 || digits > 15 || is_alnum(at_or_zero(text, end))) return std::nullopt;
  if (at_or_zero(text, end) == '.' && is_digit(at_or_zero(text, end + 1))) return std::nullopt;
  return TextMatch{TextPattern::phone, at, end};
}

// "06-12345678", "050 - 123 4567", "0512-123456": ten digits, the area code set off by a dash, or 06 by a
// blank.
std::optional<TextMatch> dutch_phone_at(std::string_view text, std::size_t at) {
  const std::size_t code_end = digits_end(text, at);
  const std::size_t code = code_end - at;
  if (code < 2 || code > 4 || text[at] != '0' || text[at + 1] == '0') return std::nullopt;
  const bool is_mobile = text.substr(at, code) == "06";
  const char joint = at_or_zero(text, code_end);
  if (joint != '-' && !(is_mobile && joint == ' ')) return std::nullopt;
  std::size_t end = code_end + 1;
  while (end < text.size() &&
         (is_digit(text[end]) || (text[end] == ' ' && is_digit(at_or_zero(text, end + 1)))))
    ++end;
  const std::string_view rest = text.substr(code_end + 1, end - code_end - 1);
  if (code + count_digits(rest) != 10 || std::count(rest.begin(), rest.end(), ' ') > 3) return std::nullopt;
  if (is_alnum(at_or_zero(text, end)) || at_or_zero(text, end) == '-') return std::nullopt;
  return TextMatch{TextPattern::phone, at, end};
}

std::optional<TextMatch> match_at_digit(std::string_view text, std::size_t at) {
  if (const auto match = numeric_date_at(text, at)) return match;
  if (const auto match = named_date_at(text, at)) return match;
  if (const auto match = dotted_at(text, at)) return match;
  return text[at] == '0' ? dutch_phone_at(text, at) : std::nullopt;
}

bool is_email_local(char c) {
  return is_alnum(c) || std::string_view("._%+-").find(c) != std::string_view::npos;
}

std::optional<TextMatch> email_around(std::string_view text, std::size_t at_sign) {
  std::size_t begin = at_sign;
  while (begin > 0 && is_email_local(text[begin - 1])) --begin;
  std::size_t end = at_sign + 1;
  while (end < text.size() && (is_alnum(text[end]) || text[end] == '.' || text[end] == '-')) ++end;
  while (end > at_sign && !is_alnum(text[end - 1])) --end;
  const std::string_view domain = text.substr(at_sign + 1, end - at_sign - 1);
  const std::size_t dot = domain.rfind('.');
  if (begin == at_sign || dot == std::string_view::npos || dot == 0) return std::nullopt;
  const std::string_view top = domain.substr(dot + 1);
  const bool plausible = top.size() >= 2 && std::all_of(top.begin(), top.end(), is_alpha);
  if (!plausible || text.substr(begin, at_sign - begin) == "git") return std::nullopt;
  return TextMatch{TextPattern::email, begin, end};
}

// Lengths by the ISO 13616 registry, for the countries whose participants are likely.
std::size_t iban_length(std::string_view country) {
  struct Length {
    std::string_view country;
    std::size_t length;
  };
  constexpr std::array<Length, 18> k_lengths = {{{"AT", 20},
                                                 {"BE", 16},
                                                 {"CH", 21},
                                                 {"DE", 22},
                                                 {"DK", 18},
                                                 {"ES", 24},
                                                 {"FI", 18},
                                                 {"FR", 27},
                                                 {"GB", 22},
                                                 {"GR", 27},
                                                 {"IE", 22},
                                                 {"IT", 27},
                                                 {"LU", 20},
                                                 {"NL", 18},
                                                 {"NO", 15},
                                                 {"PL", 28},
                                                 {"PT", 25},
                                                 {"SE", 24}}};
  for (const Length& entry : k_lengths) {
    if (entry.country == country) return entry.length;
  }
  return 0;
}

// ISO 7064, MOD 97-10.
bool passes_mod_97(std::string_view iban) {
  int rest = 0;
  const std::string turned = std::string(iban.substr(4)) + std::string(iban.substr(0, 4));
  for (const char c : turned) {
    const int value = is_digit(c) ? c - '0' : c - 'A' + 10;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest == 1;
}

std::optional<TextMatch> iban_at(std::string_view text, std::size_t at) {
  const std::size_t length = iban_length(text.substr(at, 2));
  if (length == 0 || is_alnum(before(text, at))) return std::nullopt;
  std::string compact;
  std::size_t end = at;
  while (end < text.size() && compact.size() < length &&
         (is_digit(text[end]) || is_upper(text[end]) || text[end] == ' ')) {
    if (text[end] != ' ') compact += text[end];
    ++end;
  }
  if (compact.size() != length || is_alnum(at_or_zero(text, end))) return std::nullopt;
  if (!is_digit(compact[2]) || !is_digit(compact[3]) || !passes_mod_97(compact)) return std::nullopt;
  return TextMatch{TextPattern::iban, at, end};
}

std::optional<TextMatch> home_path_at(std::string_view text, std::size_t at) {
  if (is_alnum(before(text, at)) && text.substr(at, 1) != "\\") return std::nullopt;
  for (const std::string_view home : {"/home/", "/Users/", "\\Users\\", "\\\\Users\\\\"}) {
    if (text.substr(at, home.size()) != home) continue;
    std::size_t end = at + home.size();
    while (end < text.size() &&
           (is_alnum(text[end]) || text[end] == '.' || text[end] == '_' || text[end] == '-'))
      ++end;
    const std::string user = to_lower(text.substr(at + home.size(), end - at - home.size()));
    if (user.empty() || user == "shared" || user == "public" || user == "runner") return std::nullopt;
    return TextMatch{TextPattern::home_path, at, end};
  }
  return std::nullopt;
}

std::optional<TextMatch> file_url_at(std::string_view text, std::size_t at) {
  if (to_lower(text.substr(at, 7)) != "file://") return std::nullopt;
  return TextMatch{TextPattern::file_url, at, at + 7};
}

std::optional<TextMatch> match_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (is_digit(c)) {
    const char previous = before(text, at);
    const bool starts =
        !is_digit(previous) && !is_alpha(previous) && !(previous == '.' && at > 1 && is_digit(text[at - 2]));
    return starts ? match_at_digit(text, at) : std::nullopt;
  }
  switch (c) {
    case '@':
      return email_around(text, at);
    case '+':
      return international_phone_at(text, at);
    case '/':
    case '\\':
      return home_path_at(text, at);
    case 'f':
    case 'F':
      return file_url_at(text, at);
    default:
      return is_upper(c) && is_upper(at_or_zero(text, at + 1)) ? iban_at(text, at) : std::nullopt;
  }
}

// PostNL: SA, SD and SS are not given out.
bool is_dutch_postcode(std::string_view value) {
  if (value.size() != 6 && !(value.size() == 7 && value[4] == ' ')) return false;
  const std::string_view letters = value.substr(value.size() - 2);
  if (!is_digits(value.substr(0, 4)) || value[0] == '0') return false;
  return is_upper(letters[0]) && is_upper(letters[1]) && letters != "SA" && letters != "SD" &&
         letters != "SS";
}

bool is_server_share(std::string_view value) {
  return value.size() > 4 && value.substr(0, 2) == "\\\\" && is_alpha(value[2]) &&
         value.find('\\', 3) != std::string_view::npos;
}

// 20190304 or 20190304101112.5, as DICOM writes dates and times.
bool starts_compact_date(std::string_view value) {
  const std::size_t digits = digits_end(value, 0);
  const bool whole =
      digits == value.size() || (value[digits] == '.' && digits_end(value, digits + 1) == value.size());
  return whole && (digits == 8 || digits == 14) && is_compact_date(value.substr(0, 8));
}

}  // namespace

std::string_view token_of(TextPattern pattern) {
  switch (pattern) {
    case TextPattern::date:
      return "[date]";
    case TextPattern::uid:
      return "[UID]";
    case TextPattern::email:
      return "[e-mail]";
    case TextPattern::phone:
      return "[telephone]";
    case TextPattern::postcode:
      return "[postcode]";
    case TextPattern::iban:
      return "[bank account]";
    case TextPattern::bsn:
      return "[citizen number]";
    case TextPattern::ip_address:
      return "[IP address]";
    case TextPattern::home_path:
      return "[home folder]";
    case TextPattern::file_url:
      return "[file address]";
  }
  return "[value]";
}

bool is_compact_date(std::string_view text) {
  return text.size() == 8 && is_digits(text) && is_real_year(number(text.substr(0, 4))) &&
         is_month(number(text.substr(4, 2))) && is_day(number(text.substr(6, 2)));
}

// The weights are 9 to 2, and -1 for the last digit; the sum is a multiple of 11.
bool passes_bsn_test(std::string_view digits) {
  if (digits.size() != 9 || !is_digits(digits) || digits == "000000000") return false;
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += (9 - static_cast<int>(i)) * (digits[i] - '0');
  return (sum - (digits[8] - '0')) % 11 == 0;
}

std::vector<TextMatch> find_patterns(std::string_view text) {
  std::vector<TextMatch> matches;
  for (std::size_t at = 0; at < text.size();) {
    const auto match = match_at(text, at);
    if (match) matches.push_back(*match);
    at = match ? std::max(match->end, at + 1) : at + 1;
  }
  return matches;
}

std::vector<TextMatch> find_patterns_in_value(std::string_view value) {
  const std::string_view whole = trim(value);
  std::vector<TextMatch> matches = find_patterns(whole);
  const auto add_whole = [&](TextPattern pattern) { matches.push_back({pattern, 0, whole.size()}); };
  if (starts_compact_date(whole)) add_whole(TextPattern::date);
  if (is_dutch_postcode(whole)) add_whole(TextPattern::postcode);
  if (passes_bsn_test(whole)) add_whole(TextPattern::bsn);
  if (is_server_share(whole)) add_whole(TextPattern::file_url);
  const bool is_bare_mobile = whole.size() == 10 && whole.substr(0, 2) == "06" && is_digits(whole);
  if (is_bare_mobile) add_whole(TextPattern::phone);
  return matches;
}

}  // namespace shareready
