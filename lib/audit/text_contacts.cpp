#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "audit/text_scan.hpp"
#include "base/standard_uids.hpp"
#include "base/text.hpp"

namespace shareready::text_scan {
namespace {

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

// DICOM PS3.5 section 9. What the standard itself registered tells of nobody; anything else under its root
// may.
bool is_uid(const DottedNumber& dotted, std::string_view text) {
  constexpr std::size_t k_fewest_parts = 6;
  constexpr std::size_t k_fewest_characters = 20;
  if (dotted.parts.size() < k_fewest_parts || text.size() < k_fewest_characters) return false;
  if (dotted.parts[0] != "1" && dotted.parts[0] != "2") return false;
  return !begins_standard_uid(text);
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

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

bool is_email_local(char c) {
  return is_alnum(c) || std::string_view("._%+-").find(c) != std::string_view::npos;
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

// Whether the words right before a number name it as a Dutch citizen number.
bool is_named_bsn(std::string_view before_number) {
  constexpr std::size_t k_longest_name = 32;
  const std::string words =
      to_lower(before_number.substr(before_number.size() - std::min(before_number.size(), k_longest_name)));
  for (const std::string_view name : {"bsn", "burgerservice", "sofinummer"}) {
    const std::size_t at = words.rfind(name);
    if (at == std::string::npos || (at > 0 && is_alpha(words[at - 1]))) continue;
    if (std::none_of(words.begin() + static_cast<std::ptrdiff_t>(at), words.end(), is_digit)) return true;
  }
  return false;
}

}  // namespace

// PostNL: SA, SD and SS are not given out.
bool is_postcode(std::string_view value) {
  if (value.size() != 6 && !(value.size() == 7 && value[4] == ' ')) return false;
  const std::string_view letters = value.substr(value.size() - 2);
  if (!is_digits(value.substr(0, 4)) || value[0] == '0') return false;
  return is_upper(letters[0]) && is_upper(letters[1]) && letters != "SA" && letters != "SD" &&
         letters != "SS";
}

std::optional<TextMatch> uid_or_ip_address_at(std::string_view text, std::size_t at) {
  const DottedNumber dotted = dotted_number_at(text, at);
  const std::string_view whole = text.substr(at, dotted.end - at);
  if (is_uid(dotted, whole)) return TextMatch{TextPattern::uid, at, dotted.end};
  if (is_ip_address(dotted)) return TextMatch{TextPattern::ip_address, at, dotted.end};
  return std::nullopt;
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

// "(617) 555-0142", "617-555-0142": area code and exchange begin with 2 to 9 (North American Numbering Plan).
std::optional<TextMatch> american_phone_at(std::string_view text, std::size_t at) {
  const bool in_brackets = before(text, at) == '(';
  const std::string_view joint = in_brackets ? ")" : "-";
  std::size_t exchange = at + 3 + joint.size();
  if (text.substr(at + std::min<std::size_t>(3, text.size() - at), joint.size()) != joint)
    return std::nullopt;
  if (in_brackets && at_or_zero(text, exchange) == ' ') ++exchange;
  const std::size_t line = exchange + 4, end = line + 4;
  if (end > text.size() || text[exchange + 3] != '-' || is_alnum(at_or_zero(text, end))) return std::nullopt;
  const std::array<std::string_view, 3> parts{text.substr(at, 3), text.substr(exchange, 3),
                                              text.substr(line, 4)};
  if (!std::all_of(parts.begin(), parts.end(), [](std::string_view part) { return is_digits(part); }))
    return std::nullopt;
  const bool goes_on = before(text, at) == '-' || at_or_zero(text, end) == '-';
  if (goes_on || parts[0][0] < '2' || parts[1][0] < '2') return std::nullopt;
  return TextMatch{TextPattern::phone, in_brackets ? at - 1 : at, end};
}

// A Dutch postcode in running text: behind a house number ("Dorpsstraat 12a, 6525 EN") and before a name.
std::optional<TextMatch> addressed_postcode_at(std::string_view text, std::size_t at) {
  const std::size_t size = at_or_zero(text, at + 4) == ' ' ? 7 : 6;
  if (!is_postcode(text.substr(at, size)) || is_alnum(at_or_zero(text, at + size))) return std::nullopt;
  std::size_t town = at + size;
  while (std::string_view(" ,\t\r\n").find(at_or_zero(text, town)) != std::string_view::npos &&
         at_or_zero(text, town) != '\0')
    ++town;
  std::size_t house = at;
  while (house > 0 && std::string_view(" ,\t\r\n").find(text[house - 1]) != std::string_view::npos) --house;
  if (house == at || town == at + size) return std::nullopt;
  while (house > 0 && is_alpha(text[house - 1]) && at - house < 4) --house;  // "12a"
  const bool numbered = house > 0 && is_digit(text[house - 1]);
  const bool named = is_upper(at_or_zero(text, town)) && is_alpha(at_or_zero(text, town + 1));
  if (!numbered || !named) return std::nullopt;
  return TextMatch{TextPattern::postcode, at, at + size};
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
  // A digit may be the length that a binary file writes before its text.
  const char before_it = before(text, at);
  if (is_alnum(before_it) && !is_digit(before_it) && text.substr(at, 1) != "\\") return std::nullopt;
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

std::optional<TextMatch> named_bsn_at(std::string_view text, std::size_t at) {
  constexpr std::size_t k_digits = 9;
  std::string digits;
  std::size_t end = at;
  while (end < text.size() && digits.size() < k_digits) {
    const bool joins =
        (text[end] == '.' || text[end] == ' ' || text[end] == '-') && is_digit(at_or_zero(text, end + 1));
    if (!is_digit(text[end]) && !joins) break;
    if (is_digit(text[end])) digits += text[end];
    ++end;
  }
  if (is_digit(at_or_zero(text, end)) || !passes_bsn_test(digits) || !is_named_bsn(text.substr(0, at)))
    return std::nullopt;
  return TextMatch{TextPattern::named_bsn, at, end};
}

}  // namespace shareready::text_scan
