#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "audit/text_patterns.hpp"

namespace shareready::text_scan {

// What the searches for patterns share. ASCII only.
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool is_alpha(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }
inline bool is_alnum(char c) { return is_digit(c) || is_alpha(c); }

inline char at_or_zero(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }
inline char before(std::string_view text, std::size_t at) { return at > 0 ? text[at - 1] : '\0'; }

inline std::size_t digits_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

inline int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits.substr(0, 9)) value = value * 10 + (c - '0');
  return value;
}

bool is_postcode(std::string_view value);  // Dutch, in capitals

// Each looks for its pattern at this very place of the text.
std::optional<TextMatch> date_at(std::string_view text, std::size_t at);                 // at a digit
std::optional<TextMatch> uid_or_ip_address_at(std::string_view text, std::size_t at);    // at a digit
std::optional<TextMatch> named_bsn_at(std::string_view text, std::size_t at);            // at a digit
std::optional<TextMatch> phone_by_zeros_at(std::string_view text, std::size_t at);       // at a 0
std::optional<TextMatch> dutch_phone_at(std::string_view text, std::size_t at);          // at a 0
std::optional<TextMatch> addressed_postcode_at(std::string_view text, std::size_t at);   // at a digit
std::optional<TextMatch> american_phone_at(std::string_view text, std::size_t at);       // at a digit
std::optional<TextMatch> international_phone_at(std::string_view text, std::size_t at);  // at a +
std::optional<TextMatch> email_around(std::string_view text, std::size_t at_sign);
std::optional<TextMatch> spelled_email_at(std::string_view text, std::size_t at);  // at a bracket
std::optional<TextMatch> iban_at(std::string_view text, std::size_t at);           // at a capital letter
std::optional<TextMatch> home_path_at(std::string_view text, std::size_t at);  // at a slash of either kind
std::optional<TextMatch> file_url_at(std::string_view text, std::size_t at);   // at an f

}  // namespace shareready::text_scan
