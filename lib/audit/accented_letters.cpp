#include "audit/accented_letters.hpp"

#include <algorithm>
#include <array>
#include <clocale>
#include <cwctype>
#include <string_view>

#include "audit/letters_with_marks.hpp"
#include "audit/needle_forms.hpp"

namespace shareready {
namespace {

using Points = std::vector<char32_t>;

struct Spelled {
  char32_t letter;
  std::string_view in_full;  // "" where only the base letter is in use
  std::string_view short_form;
};

// Letters that are spelled out, and those without a decomposition.
constexpr std::array<Spelled, 24> k_spelled = {{
    {0x0c4, "Ae", ""},  {0x0c5, "Aa", ""},  {0x0c6, "Ae", "A"}, {0x0d0, "Dh", "D"}, {0x0d6, "Oe", ""},
    {0x0d8, "Oe", "O"}, {0x0dc, "Ue", ""},  {0x0de, "Th", "T"}, {0x0df, "ss", "s"}, {0x0e4, "ae", ""},
    {0x0e5, "aa", ""},  {0x0e6, "ae", "a"}, {0x0f0, "dh", "d"}, {0x0f6, "oe", ""},  {0x0f8, "oe", "o"},
    {0x0fc, "ue", ""},  {0x0fe, "th", "t"}, {0x110, "Dj", "D"}, {0x111, "dj", "d"}, {0x131, "i", "i"},
    {0x141, "L", "L"},  {0x142, "l", "l"},  {0x152, "Oe", "O"}, {0x153, "oe", "o"},
}};

std::string utf8_of(const Points& points) {
  std::string text;
  for (const char32_t point : points) append_utf8(text, point);
  return text;
}

const Spelled* spelled(char32_t point) {
  const auto at =
      std::find_if(k_spelled.begin(), k_spelled.end(), [&](const Spelled& s) { return s.letter == point; });
  return at == k_spelled.end() ? nullptr : &*at;
}

// The simple mappings of Unicode, whatever locale the program runs in.
char32_t in_case(char32_t point, bool capital) {
  static const locale_t k_unicode = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (k_unicode == nullptr) return point;
  const auto letter = static_cast<wint_t>(point);
  return static_cast<char32_t>(capital ? ::towupper_l(letter, k_unicode) : ::towlower_l(letter, k_unicode));
}

Points all_in_case(Points points, bool capital) {
  for (char32_t& point : points) point = in_case(point, capital);
  return points;
}

void append_decomposed(char32_t point, Points& parts) {
  const auto letter = decomposed(point);
  if (!letter) return parts.push_back(point);
  append_decomposed(letter->base, parts);
  parts.push_back(letter->mark);
}

Points all_decomposed(const Points& points) {
  Points parts;
  for (const char32_t point : points) append_decomposed(point, parts);
  return parts;
}

std::string without_marks(const Points& points, bool in_full) {
  std::string text;
  for (char32_t point : points) {
    const Spelled* spelling = spelled(point);
    const std::string_view letters = spelling == nullptr ? ""
                                     : in_full           ? spelling->in_full
                                                         : spelling->short_form;
    if (!letters.empty()) {
      text += letters;
      continue;
    }
    for (auto letter = decomposed(point); letter; letter = decomposed(point)) point = letter->base;
    append_utf8(text, point);
  }
  return text;
}

// Each byte of UTF-8 taken for a character.
std::string mistaken(const std::string& utf8) {
  std::string text;
  for (const char byte : utf8) append_utf8(text, static_cast<unsigned char>(byte));
  return text;
}

}  // namespace

std::vector<std::string> other_spellings(const std::string& utf8) {
  const Points points = code_points_of(utf8);
  if (std::all_of(points.begin(), points.end(), [](char32_t point) { return point < 0x80; })) return {};
  std::vector<std::string> spellings;
  const auto add = [&](std::string spelling) {
    const bool known =
        spelling == utf8 || std::find(spellings.begin(), spellings.end(), spelling) != spellings.end();
    if (!known) spellings.push_back(std::move(spelling));
  };
  for (const Points& cased : {points, all_in_case(points, true), all_in_case(points, false)}) {
    add(utf8_of(cased));
    add(utf8_of(all_decomposed(cased)));
    add(mistaken(utf8_of(cased)));
    add(without_marks(cased, false));
  }
  add(without_marks(points, true));
  return spellings;
}

}  // namespace shareready
