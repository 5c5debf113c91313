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

bool is_email_local(char c) {
  return is_alnum(c) || std::string_view("._%+-").find(c) != std::string_view::npos;
}

// Lengths by the ISO 13616 registry, for Europe and its neighbours.
std::size_t iban_length(std::string_view country) {
  struct Length {
    std::string_view country;
    std::size_t length;
  };
  constexpr std::array<Length, 43> k_lengths = {
      {{"AD", 24}, {"AE", 23}, {"AT", 20}, {"BE", 16}, {"BG", 22}, {"CH", 21}, {"CY", 28}, {"CZ", 24},
       {"DE", 22}, {"DK", 18}, {"EE", 20}, {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22},
       {"GI", 23}, {"GL", 18}, {"GR", 27}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IS", 26},
       {"IT", 27}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21}, {"MC", 27}, {"MT", 31}, {"NL", 18},
       {"NO", 15}, {"PL", 28}, {"PT", 25}, {"RO", 24}, {"RS", 22}, {"SE", 24}, {"SI", 19}, {"SK", 24},
       {"SM", 27}, {"TR", 26}, {"UA", 29}}};
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

// Whether a word right before a number, without digits between them, is one of these.
template <std::size_t count>
bool is_named(std::string_view before_number, const std::array<std::string_view, count>& names,
              std::size_t longest) {
  const std::string words =
      to_lower(before_number.substr(before_number.size() - std::min(before_number.size(), longest)));
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    const std::size_t at = words.rfind(name);
    if (at == std::string::npos || (at > 0 && is_alpha(words[at - 1]))) return false;
    return std::none_of(words.begin() + static_cast<std::ptrdiff_t>(at), words.end(), is_digit);
  });
}

bool is_named_bsn(std::string_view before_number) {
  constexpr std::array<std::string_view, 3> k_names = {"bsn", "burgerservice", "sofinummer"};
  constexpr std::size_t k_longest = 32;
  return is_named(before_number, k_names, k_longest);
}

// Numbers of citizens and patients elsewhere, by their names in running text: Belgium, Denmark, Great
// Britain, Norway, Sweden, the United States, and hospitals.
bool is_named_person_number(std::string_view before_number) {
  constexpr std::array<std::string_view, 13> k_names = {
      "cpr", "fodselsnummer", "insz",          "medical record", "mrn",           "national insurance",
      "nhs", "niss",          "patientnummer", "personnummer",   "rijksregister", "social security",
      "ssn"};
  constexpr std::size_t k_longest = 28;
  return is_named(before_number, k_names, k_longest);
}

// Digits in groups with one sign between them, from `at` on, at most so many.
struct GroupedDigits {
  std::string digits;
  std::size_t end = 0;
};

GroupedDigits grouped_digits_at(std::string_view text, std::size_t at, std::size_t most) {
  GroupedDigits grouped{{}, at};
  while (grouped.end < text.size() && grouped.digits.size() < most) {
    const char c = text[grouped.end];
    const bool joins = (c == '.' || c == ' ' || c == '-') && is_digit(at_or_zero(text, grouped.end + 1));
    if (!is_digit(c) && !joins) break;
    if (is_digit(c)) grouped.digits += c;
    ++grouped.end;
  }
  return grouped;
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

// "/mnt/data" before "/home/": not a relative path, and no address of the web ("https://a.org/home/page").
bool is_in_absolute_path(std::string_view text, std::size_t at) {
  constexpr std::size_t k_longest = 256;
  std::size_t begin = at;
  while (
      begin > 0 && at - begin < k_longest &&
      (is_alnum(text[begin - 1]) || std::string_view("/._-").find(text[begin - 1]) != std::string_view::npos))
    --begin;
  return text[begin] == '/' && at_or_zero(text, begin + 1) != '/' && before(text, begin) != ':';
}

std::optional<TextMatch> home_path_at(std::string_view text, std::size_t at) {
  // A digit may be the length that a binary file writes before its text.
  const char before_it = before(text, at);
  const bool goes_on = is_alnum(before_it) && !is_digit(before_it) && text[at] != '\\';
  if (goes_on && !is_in_absolute_path(text, at)) return std::nullopt;
  for (const std::string_view home : {"/home/", "/home1/", "/home2/", "/Users/", "\\Users\\", "\\\\Users\\\\",
                                      "\\Documents and Settings\\", "\\\\Documents and Settings\\\\"}) {
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
  constexpr std::size_t k_digits = 9, k_fewest_of_others = 6, k_most_of_others = 13;
  const std::string_view before_it = text.substr(0, at);
  const GroupedDigits bsn = grouped_digits_at(text, at, k_digits);
  if (!is_digit(at_or_zero(text, bsn.end)) && passes_bsn_test(bsn.digits) && is_named_bsn(before_it))
    return TextMatch{TextPattern::named_bsn, at, bsn.end};
  const GroupedDigits other = grouped_digits_at(text, at, k_most_of_others);
  const bool is_other = other.digits.size() >= k_fewest_of_others && !is_digit(at_or_zero(text, other.end)) &&
                        is_named_person_number(before_it);
  return is_other ? std::optional(TextMatch{TextPattern::named_bsn, at, other.end}) : std::nullopt;
}

// "jan.jansen [at] example (dot) org": at the bracket before "at".
std::optional<TextMatch> spelled_email_at(std::string_view text, std::size_t at) {
  constexpr std::array<std::string_view, 2> k_dots = {"[dot]", "(dot)"};
  const std::string at_sign = to_lower(text.substr(at, 4));
  if (at_sign != "[at]" && at_sign != "(at)") return std::nullopt;
  std::size_t begin = at;
  while (begin > 0 && text[begin - 1] == ' ') --begin;
  const std::size_t local_end = begin;
  while (begin > 0 && is_email_local(text[begin - 1])) --begin;
  std::size_t end = at + at_sign.size();
  bool has_dot = false;
  while (end < text.size()) {
    const std::size_t word = std::min(text.find_first_not_of(' ', end), text.size());
    const std::string next = to_lower(text.substr(word, k_dots[0].size()));
    const bool is_dot = std::find(k_dots.begin(), k_dots.end(), next) != k_dots.end();
    if (is_dot) {
      end = word + next.size();
      has_dot = true;
      continue;
    }
    if (word > end && !has_dot && end > at + at_sign.size()) break;
    std::size_t word_end = word;
    while (word_end < text.size() &&
           (is_alnum(text[word_end]) || text[word_end] == '-' || text[word_end] == '.'))
      ++word_end;
    const std::string_view domain = text.substr(word, word_end - word);
    const std::size_t dot = domain.find('.');
    const bool is_whole = dot != std::string_view::npos && dot > 0 && is_alpha(at_or_zero(domain, dot + 1));
    if (domain.empty() || begin == local_end) return std::nullopt;
    end = word_end;
    if (is_whole || has_dot) return TextMatch{TextPattern::email, begin, end};
  }
  return std::nullopt;
}

}  // namespace shareready::text_scan
