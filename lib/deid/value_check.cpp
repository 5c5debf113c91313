#include "deid/value_check.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/text.hpp"
#include "deid/dates.hpp"
#include "deid/partial_dates.hpp"

namespace shareready {
namespace {

bool is_value_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alnum(char c) { return is_value_digit(c) || is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }

// The next piece from `at` on; empty at the end.
std::string_view next_piece(std::string_view text, std::string_view separators, std::size_t& at) {
  const std::size_t begin = std::min(text.find_first_not_of(separators, at), text.size());
  at = std::min(text.find_first_of(separators, begin), text.size());
  return text.substr(begin, at - begin);
}

std::vector<std::string_view> pieces_of(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> pieces;
  std::size_t at = 0;
  for (auto piece = next_piece(text, separators, at); !piece.empty();
       piece = next_piece(text, separators, at)) {
    pieces.push_back(piece);
  }
  return pieces;
}

constexpr std::string_view k_blank = " \t\r\n,;\"'()[]<>|=";

bool any_piece(std::string_view text, std::string_view separators, bool (*matches)(std::string_view)) {
  std::size_t at = 0;
  for (auto piece = next_piece(text, separators, at); !piece.empty();
       piece = next_piece(text, separators, at)) {
    if (matches(piece)) return true;
  }
  return false;
}

bool has_web_address(std::string_view text) {
  const std::string lower = to_lower(text);
  constexpr std::array<std::string_view, 4> k_marks{"://", "www.", "mailto:", "doi:"};
  return std::any_of(k_marks.begin(), k_marks.end(),
                     [&lower](std::string_view mark) { return lower.find(mark) != std::string::npos; });
}

// An absolute path with two parts or more, or a relative one with three whose last has an extension.
bool is_path(std::string_view piece) {
  if (piece.size() < 4) return false;
  const bool drive = is_letter(piece[0]) && piece[1] == ':' && (piece[2] == '\\' || piece[2] == '/');
  if (drive || piece.starts_with("\\\\") || piece.starts_with("~/")) return true;
  const auto parts = pieces_of(piece, "/");
  if (piece.starts_with('/')) return parts.size() >= 2;
  return parts.size() >= 3 && parts.back().find('.') != std::string::npos;
}

bool is_uid(std::string_view piece) {
  constexpr std::size_t k_shortest = 16;  // "1.2.840.10008.1.2" has 17
  if (piece.size() < k_shortest) return false;
  const bool shape = piece.find_first_not_of("0123456789.") == std::string_view::npos;
  return shape && std::count(piece.begin(), piece.end(), '.') >= 5;
}

bool is_hex_digit(char c) { return is_value_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_guid(std::string_view piece) {
  if (piece.size() != 36) return false;
  for (std::size_t i = 0; i < piece.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? piece[i] != '-' : !is_hex_digit(piece[i])) return false;
  }
  return true;
}

bool has_label(std::string_view text) {
  const std::string lower = to_lower(text);
  constexpr std::array<std::string_view, 2> k_prefixes{"sub-", "ses-"};
  for (const std::string_view prefix : k_prefixes) {
    for (std::size_t at = lower.find(prefix); at != std::string::npos; at = lower.find(prefix, at + 1)) {
      const bool starts = at == 0 || !is_alnum(lower[at - 1]);
      if (starts && at + 4 < lower.size() && is_alnum(lower[at + 4])) return true;
    }
  }
  return false;
}

// 11:43:09 or 11:43:9.39.
bool is_clock_time(std::string_view piece) {
  const auto parts = split(piece, ':');
  if (parts.size() != 3 || parts[0].size() > 2 || parts[1].size() > 2 || parts[2].empty()) return false;
  const std::string_view seconds = std::string_view(parts[2]).substr(0, parts[2].find('.'));
  return is_digits(parts[0]) && is_digits(parts[1]) && is_digits(seconds) && seconds.size() <= 2;
}

// +31 6 1234 5678, or a number that starts with 0 and has separators: 06-12345678.
bool has_phone(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts =
        text[i] == '+' || (text[i] == '0' && (i == 0 || !(is_alnum(text[i - 1]) || text[i - 1] == '.')));
    if (!starts) continue;
    std::size_t digits = 0;
    std::size_t separators = 0;
    for (std::size_t j = i + (text[i] == '+' ? 1U : 0U); j < text.size(); ++j) {
      if (is_value_digit(text[j])) {
        ++digits;
      } else if (text[j] == ' ' || text[j] == '-' || text[j] == '(' || text[j] == ')') {
        ++separators;
      } else {
        break;
      }
    }
    if (digits >= 9 && digits <= 15 && (text[i] == '+' || separators > 0)) return true;
  }
  return false;
}

bool is_ip_address(std::string_view piece) {
  const auto parts = split(piece, '.');
  if (parts.size() != 4) return false;
  return std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
    return is_digits(part) && part.size() <= 3 && std::stoi(part) <= 255;
  });
}

// What the shapes below cannot do without: most values of a header lack nearly all of it.
struct Signs {
  std::size_t digits = 0;
  bool at = false, colon = false, dot = false, dash = false, slash = false;
};

Signs signs_of(std::string_view text) {
  Signs signs;
  for (const char c : text) {
    signs.digits += is_value_digit(c) ? 1 : 0;
    signs.at = signs.at || c == '@';
    signs.colon = signs.colon || c == ':';
    signs.dot = signs.dot || c == '.';
    signs.dash = signs.dash || c == '-';
    signs.slash = signs.slash || c == '/' || c == '\\';
  }
  return signs;
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
  });
}

}  // namespace

std::string_view to_string(Concern concern) {
  switch (concern) {
    case Concern::none:
      return "none";
    case Concern::control_characters:
      return "control characters";
    case Concern::long_text:
      return "long text";
    case Concern::email:
      return "e-mail address";
    case Concern::web_address:
      return "web address";
    case Concern::path:
      return "path of a file system";
    case Concern::uid:
      return "unique identifier";
    case Concern::label:
      return "label of a participant or session";
    case Concern::date:
      return "date";
    case Concern::clock_time:
      return "time of day";
    case Concern::phone:
      return "telephone number";
    case Concern::ip_address:
      return "IP address";
    case Concern::bank_account:
      return "bank account";
    case Concern::national_number:
      return "national number";
  }
  return "none";
}

Concern find_concern(std::string_view text, const ValueLimits& limits) {
  if (text.size() > limits.longest) return Concern::long_text;
  if (has_control_character(text)) return Concern::control_characters;
  const Signs signs = signs_of(text);
  const bool web = !limits.web_allowed, dates = !limits.dates_allowed;
  if (signs.at && any_piece(text, k_blank, is_email)) return Concern::email;
  if (web && (signs.colon || signs.dot) && has_web_address(text)) return Concern::web_address;
  if (web && signs.slash && any_piece(text, k_blank, is_path)) return Concern::path;
  if (signs.dot && any_piece(text, " \t\r\n,;\"'()[]<>|=_/\\:", is_uid)) return Concern::uid;
  if (signs.dash && any_piece(text, " \t\r\n,;\"'()[]{}<>|=_/\\:", is_guid)) return Concern::uid;
  if (signs.dash && has_label(text)) return Concern::label;
  if (signs.digits == 0) return Concern::none;
  if (dates && (contains_date(text) || contains_partial_date(text))) return Concern::date;
  if (signs.colon && any_piece(text, " \t\r\nTtZz,;\"'()[]_", is_clock_time)) return Concern::clock_time;
  if (signs.digits >= 9 && has_phone(text)) return Concern::phone;
  if (dates && signs.dot && any_piece(text, k_blank, is_ip_address)) return Concern::ip_address;
  if (signs.digits >= 2 && any_piece(text, k_blank, is_iban)) return Concern::bank_account;
  if (signs.digits >= 9 && any_piece(text, k_blank, is_bsn)) return Concern::national_number;
  return Concern::none;
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0) return false;
  const std::string_view host = text.substr(at + 1);
  const std::size_t dot = host.find('.');
  return is_alnum(text[at - 1]) && dot != std::string_view::npos && dot > 0 && dot + 1 < host.size();
}

// PostNL: four digits, the first not 0, and two letters, with or without a space between.
bool is_dutch_postcode(std::string_view text) {
  const std::string_view code = trim(text);
  if (code.size() < 6 || code.size() > 7 || code[0] == '0' || !is_digits(code.substr(0, 4))) return false;
  if (code.size() == 7 && code[4] != ' ') return false;
  return is_letter(code[code.size() - 1]) && is_letter(code[code.size() - 2]);
}

// Burgerservicenummer: nine digits whose weighted sum (9 8 7 6 5 4 3 2 -1) is a multiple of 11.
bool is_bsn(std::string_view text) {
  if (text.size() != 9 || !is_digits(text) || text == "000000000") return false;
  int sum = 0;
  for (std::size_t i = 0; i < 9; ++i) {
    const int weight = i == 8 ? -1 : 9 - static_cast<int>(i);
    sum += weight * (text[i] - '0');
  }
  return sum % 11 == 0;
}

bool is_iban(std::string_view text) {
  const bool shape = text.size() >= 15 && text.size() <= 34 && is_letter(text[0]) && is_letter(text[1]) &&
                     is_value_digit(text[2]) && is_value_digit(text[3]);
  if (!shape) return false;
  const std::string moved = to_lower(std::string(text.substr(4)) + std::string(text.substr(0, 4)));
  int rest = 0;
  for (const char c : moved) {
    if (!is_value_digit(c) && !is_letter(c)) return false;
    rest = is_value_digit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'a' + 10)) % 97;
  }
  return rest == 1;
}

}  // namespace shareready
