#include "deid/partial_dates.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "base/words.hpp"
#include "deid/dates.hpp"

namespace shareready {
namespace {

constexpr std::array<std::string_view, 67> k_months{
    "january",    "february", "march",     "april",     "may",       "june",     "july",     "august",
    "september",  "october",  "november",  "december",  "januari",   "februari", "maart",    "april",
    "mei",        "juni",     "juli",      "augustus",  "september", "oktober",  "november", "december",
    "januar",     "februar",  "maerz",     "april",     "mai",       "juni",     "juli",     "august",
    "september",  "oktober",  "november",  "dezember",  "janvier",   "fevrier",  "mars",     "avril",
    "mai",        "juin",     "juillet",   "aout",      "septembre", "octobre",  "novembre", "decembre",
    "enero",      "febrero",  "marzo",     "abril",     "mayo",      "junio",    "julio",    "agosto",
    "septiembre", "octubre",  "noviembre", "diciembre", "märz",      "février",  "août",     "décembre",
    "févr",       "mrt",      "mrz"};

// A run of digits, a run of letters, or one other character.
struct Token {
  enum class Kind { digits, letters, other } kind = Kind::other;
  std::string_view text;

  [[nodiscard]] bool is_digits(std::size_t size) const { return kind == Kind::digits && text.size() == size; }
  [[nodiscard]] bool is_one_of(std::string_view characters) const {
    return kind == Kind::other && characters.find(text.front()) != std::string_view::npos;
  }
  [[nodiscard]] int number() const {
    int value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }
};

Token::Kind kind_of(char c) {
  if (c >= '0' && c <= '9') return Token::Kind::digits;
  const bool letter = (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
  return letter ? Token::Kind::letters : Token::Kind::other;
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < text.size();) {
    const Token::Kind kind = kind_of(text[i]);
    std::size_t end = i + 1;
    while (kind != Token::Kind::other && end < text.size() && kind_of(text[end]) == kind) ++end;
    tokens.push_back({kind, text.substr(i, end - i)});
    i = end;
  }
  return tokens;
}

bool is_year_token(const Token& token) {
  return token.is_digits(4) && token.number() >= 1990 && token.number() < 2050;
}
bool is_month(const Token& token) {
  return token.is_digits(2) && token.number() >= 1 && token.number() <= 12;
}
bool is_day_of_year(const Token& token) {
  return token.is_digits(3) && token.number() >= 1 && token.number() <= 366;
}
bool is_day(const Token& token) {
  return token.kind == Token::Kind::digits && token.text.size() <= 2 && token.number() >= 1 &&
         token.number() <= 31;
}

bool is_year_with_part(const Token& one, const Token& separator, const Token& other) {
  if (!separator.is_one_of("-/._")) return false;
  return (is_year_token(one) && (is_month(other) || is_day_of_year(other))) ||
         (is_month(one) && is_year_token(other));
}

// yymmdd, of a scan or of a birth
bool is_short_date(const Token& token) {
  if (!token.is_digits(6)) return false;
  const int value = token.number(), year = value / 10000;
  return is_valid({(year < 50 ? 2000 : 1900) + year, value / 100 % 100, value % 100});
}

// A day and the name of its month, with nothing or a joining character between them.
bool is_day_of_month(const std::vector<Token>& tokens, std::size_t month) {
  if (tokens[month].kind != Token::Kind::letters || month == 0) return false;
  const bool day = is_day(tokens[month - 1]) ||
                   (month >= 2 && tokens[month - 1].is_one_of("-._/") && is_day(tokens[month - 2]));
  return day && is_month_name(tokens[month].text);
}

// All of these dates have six digits, or a digit and a letter.
bool has_room_for_date(std::string_view text) {
  std::size_t digits = 0;
  bool letter = false;
  for (const char c : text) {
    const Token::Kind kind = kind_of(static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
    digits += kind == Token::Kind::digits ? 1 : 0;
    letter = letter || kind == Token::Kind::letters;
  }
  return digits >= 6 || (digits > 0 && letter);
}

}  // namespace

bool is_month_name(std::string_view word) {
  if (word.size() < 3) return false;
  return std::any_of(k_months.begin(), k_months.end(), [word](std::string_view month) {
    return word == month || word == month.substr(0, 3) || (word.size() == 4 && word == month.substr(0, 4));
  });
}

bool contains_partial_date(std::string_view text) {
  if (!has_room_for_date(text)) return false;
  const std::string lower = lower_latin(text);
  const std::vector<Token> tokens = tokens_of(lower);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (is_short_date(tokens[i]) || is_day_of_month(tokens, i)) return true;
    if (i + 2 < tokens.size() && is_year_with_part(tokens[i], tokens[i + 1], tokens[i + 2])) return true;
    const bool week = i + 3 < tokens.size() && is_year_token(tokens[i]) && tokens[i + 1].is_one_of("-") &&
                      tokens[i + 2].text == "w" && tokens[i + 3].is_digits(2);
    if (week) return true;
  }
  return false;
}

}  // namespace shareready
