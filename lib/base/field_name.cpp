#include "base/field_name.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/text.hpp"
#include "base/words.hpp"

namespace shareready {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// Where a letter with an accent stands in Latin-1 (U+00C0 to U+00FF, two bytes that begin with C3), by its
// second byte; the lower case of them.
std::string_view plain_letter(unsigned char second) {
  constexpr std::array<std::string_view, 32> k_plain{"a", "a", "a", "a", "a", "a", "ae", "c", "e",  "e", "e",
                                                     "e", "i", "i", "i", "i", "d", "n",  "o", "o",  "o", "o",
                                                     "o", "",  "o", "u", "u", "u", "u",  "y", "th", "ss"};
  constexpr unsigned char k_y_with_dots = 0xBF;  // its capital is not in Latin-1: there stands the sharp s
  return second == k_y_with_dots ? "y" : k_plain[second & 0x1F];
}

// U+0300 to U+036F: accents of their own, behind their letter.
bool is_combining(unsigned char first, unsigned char second) {
  return first == 0xCC || (first == 0xCD && second <= 0xAF);
}

std::string without_accents(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto second = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (byte == 0xC3 && second >= 0x80 && second <= 0xBF) {
      plain += plain_letter(second);
      ++i;
    } else if (byte == 0xC5 && (second == 0x92 || second == 0x93)) {
      plain += "oe";
      ++i;
    } else if (is_combining(byte, second)) {
      ++i;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

// A blank before each capital that follows a small letter.
std::string parted_at_capitals(std::string_view text) {
  std::string parted;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && is_upper(text[i]) && is_lower(text[i - 1])) parted += ' ';
    parted += text[i];
  }
  return parted;
}

bool has_each_word(const FieldName& name, std::string_view sought) {
  while (!sought.empty()) {
    const std::string_view word = sought.substr(0, sought.find(' '));
    if (std::find(name.words.begin(), name.words.end(), word) == name.words.end()) return false;
    sought.remove_prefix(std::min(word.size() + 1, sought.size()));
  }
  return true;
}

}  // namespace

FieldName field_name(std::string_view text) {
  const std::string plain = without_accents(text);
  return {.bare = bare_name(plain), .words = words_of(parted_at_capitals(plain))};
}

std::optional<NameFit> name_fit(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, NameFit>, 3> k_matches{
      {{"whole", NameFit::whole}, {"part", NameFit::part}, {"words", NameFit::words}}};
  for (const auto& [name, match] : k_matches) {
    if (name == word) return match;
  }
  return std::nullopt;
}

bool fits(const FieldName& name, std::string_view sought, NameFit match) {
  switch (match) {
    case NameFit::whole:
      return name.bare == sought;
    case NameFit::part:
      return name.bare.find(sought) != std::string::npos;
    case NameFit::words:
      return has_each_word(name, sought);
  }
  return false;
}

}  // namespace shareready
