#include <algorithm>
#include <array>

#include "audit/text_scan.hpp"
#include "base/text.hpp"

namespace shareready::text_scan {
namespace {

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

}  // namespace

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

// "0031 6 1234 5678": 00 and the code of a country of Europe that has two digits.
std::optional<TextMatch> phone_by_zeros_at(std::string_view text, std::size_t at) {
  constexpr std::size_t k_code = 4, k_fewest_digits = 11, k_most_digits = 16;
  const std::string_view code = text.substr(at, k_code);
  const bool is_known = code.size() == k_code && code.starts_with("00") &&
                        (code[2] == '3' || code[2] == '4') && is_digit(code[3]) &&
                        !is_digit(at_or_zero(text, at + k_code));
  if (!is_known) return std::nullopt;
  std::size_t end = at + k_code;
  while (end < text.size() &&
         (is_digit(text[end]) || (std::string_view(" -()").find(text[end]) != std::string_view::npos &&
                                  at_or_zero(text, end + 1) != ' ')))
    ++end;
  while (end > at && !is_digit(text[end - 1])) --end;
  const std::size_t digits = count_digits(text.substr(at, end - at));
  if (digits < k_fewest_digits || digits > k_most_digits || is_alnum(at_or_zero(text, end)))
    return std::nullopt;
  return TextMatch{TextPattern::phone, at, end};
}

// "06-12345678", "050 - 123 4567", "0512-123456", "(020) 123 4567": ten digits, the area code set off
// by a dash or in brackets, or 06 by a blank.
std::optional<TextMatch> dutch_phone_at(std::string_view text, std::size_t at) {
  const std::size_t code_end = digits_end(text, at);
  const std::size_t code = code_end - at;
  if (code < 2 || code > 4 || text[at] != '0' || text[at + 1] == '0') return std::nullopt;
  const bool is_mobile = text.substr(at, code) == "06";
  const char joint = at_or_zero(text, code_end);
  const bool in_brackets = joint == ')' && before(text, at) == '(';
  if (joint != '-' && !(is_mobile && joint == ' ') && !in_brackets) return std::nullopt;
  std::size_t end = code_end + 1;
  while (end < text.size() &&
         (is_digit(text[end]) || (text[end] == ' ' && is_digit(at_or_zero(text, end + 1)))))
    ++end;
  const std::string_view rest = text.substr(code_end + 1, end - code_end - 1);
  if (code + count_digits(rest) != 10 || std::count(rest.begin(), rest.end(), ' ') > 3) return std::nullopt;
  if (is_alnum(at_or_zero(text, end)) || at_or_zero(text, end) == '-') return std::nullopt;
  return TextMatch{TextPattern::phone, at, end};
}

// "(617) 555-0142", "617-555-0142", "617.555.0142": area code and exchange begin with 2 to 9 (North American
// Numbering Plan).
std::optional<TextMatch> american_phone_at(std::string_view text, std::size_t at) {
  const bool in_brackets = before(text, at) == '(';
  const char line_joint = !in_brackets && at_or_zero(text, at + 3) == '.' ? '.' : '-';
  const std::string_view joint = in_brackets ? ")" : line_joint == '.' ? "." : "-";
  std::size_t exchange = at + 3 + joint.size();
  if (text.substr(at + std::min<std::size_t>(3, text.size() - at), joint.size()) != joint)
    return std::nullopt;
  if (in_brackets && at_or_zero(text, exchange) == ' ') ++exchange;
  const std::size_t line = exchange + 4, end = line + 4;
  if (end > text.size() || text[exchange + 3] != line_joint || is_alnum(at_or_zero(text, end)))
    return std::nullopt;
  const std::array<std::string_view, 3> parts{text.substr(at, 3), text.substr(exchange, 3),
                                              text.substr(line, 4)};
  if (!std::all_of(parts.begin(), parts.end(), [](std::string_view part) { return is_digits(part); }))
    return std::nullopt;
  const bool goes_on = before(text, at) == '-' || at_or_zero(text, end) == '-' ||
                       (at_or_zero(text, end) == '.' && is_digit(at_or_zero(text, end + 1)));
  if (goes_on || parts[0][0] < '2' || parts[1][0] < '2') return std::nullopt;
  return TextMatch{TextPattern::phone, in_brackets ? at - 1 : at, end};
}

}  // namespace shareready::text_scan
