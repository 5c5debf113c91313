#include "audit/accented_letters.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "audit/needle_forms.hpp"

namespace shareready {
namespace {

using Points = std::vector<char32_t>;

struct Accented {
  char32_t letter;
  char base;
  char32_t mark;
};

// Canonical decompositions of Latin letters (Unicode 15, UnicodeData.txt).
constexpr std::array<Accented, 165> k_accented = {{
    {0x0c0, 'A', 0x300}, {0x0c1, 'A', 0x301}, {0x0c2, 'A', 0x302}, {0x0c3, 'A', 0x303}, {0x0c4, 'A', 0x308},
    {0x0c5, 'A', 0x30a}, {0x0c7, 'C', 0x327}, {0x0c8, 'E', 0x300}, {0x0c9, 'E', 0x301}, {0x0ca, 'E', 0x302},
    {0x0cb, 'E', 0x308}, {0x0cc, 'I', 0x300}, {0x0cd, 'I', 0x301}, {0x0ce, 'I', 0x302}, {0x0cf, 'I', 0x308},
    {0x0d1, 'N', 0x303}, {0x0d2, 'O', 0x300}, {0x0d3, 'O', 0x301}, {0x0d4, 'O', 0x302}, {0x0d5, 'O', 0x303},
    {0x0d6, 'O', 0x308}, {0x0d9, 'U', 0x300}, {0x0da, 'U', 0x301}, {0x0db, 'U', 0x302}, {0x0dc, 'U', 0x308},
    {0x0dd, 'Y', 0x301}, {0x0e0, 'a', 0x300}, {0x0e1, 'a', 0x301}, {0x0e2, 'a', 0x302}, {0x0e3, 'a', 0x303},
    {0x0e4, 'a', 0x308}, {0x0e5, 'a', 0x30a}, {0x0e7, 'c', 0x327}, {0x0e8, 'e', 0x300}, {0x0e9, 'e', 0x301},
    {0x0ea, 'e', 0x302}, {0x0eb, 'e', 0x308}, {0x0ec, 'i', 0x300}, {0x0ed, 'i', 0x301}, {0x0ee, 'i', 0x302},
    {0x0ef, 'i', 0x308}, {0x0f1, 'n', 0x303}, {0x0f2, 'o', 0x300}, {0x0f3, 'o', 0x301}, {0x0f4, 'o', 0x302},
    {0x0f5, 'o', 0x303}, {0x0f6, 'o', 0x308}, {0x0f9, 'u', 0x300}, {0x0fa, 'u', 0x301}, {0x0fb, 'u', 0x302},
    {0x0fc, 'u', 0x308}, {0x0fd, 'y', 0x301}, {0x0ff, 'y', 0x308}, {0x100, 'A', 0x304}, {0x101, 'a', 0x304},
    {0x102, 'A', 0x306}, {0x103, 'a', 0x306}, {0x104, 'A', 0x328}, {0x105, 'a', 0x328}, {0x106, 'C', 0x301},
    {0x107, 'c', 0x301}, {0x108, 'C', 0x302}, {0x109, 'c', 0x302}, {0x10a, 'C', 0x307}, {0x10b, 'c', 0x307},
    {0x10c, 'C', 0x30c}, {0x10d, 'c', 0x30c}, {0x10e, 'D', 0x30c}, {0x10f, 'd', 0x30c}, {0x112, 'E', 0x304},
    {0x113, 'e', 0x304}, {0x114, 'E', 0x306}, {0x115, 'e', 0x306}, {0x116, 'E', 0x307}, {0x117, 'e', 0x307},
    {0x118, 'E', 0x328}, {0x119, 'e', 0x328}, {0x11a, 'E', 0x30c}, {0x11b, 'e', 0x30c}, {0x11c, 'G', 0x302},
    {0x11d, 'g', 0x302}, {0x11e, 'G', 0x306}, {0x11f, 'g', 0x306}, {0x120, 'G', 0x307}, {0x121, 'g', 0x307},
    {0x122, 'G', 0x327}, {0x123, 'g', 0x327}, {0x124, 'H', 0x302}, {0x125, 'h', 0x302}, {0x128, 'I', 0x303},
    {0x129, 'i', 0x303}, {0x12a, 'I', 0x304}, {0x12b, 'i', 0x304}, {0x12c, 'I', 0x306}, {0x12d, 'i', 0x306},
    {0x12e, 'I', 0x328}, {0x12f, 'i', 0x328}, {0x130, 'I', 0x307}, {0x134, 'J', 0x302}, {0x135, 'j', 0x302},
    {0x136, 'K', 0x327}, {0x137, 'k', 0x327}, {0x139, 'L', 0x301}, {0x13a, 'l', 0x301}, {0x13b, 'L', 0x327},
    {0x13c, 'l', 0x327}, {0x13d, 'L', 0x30c}, {0x13e, 'l', 0x30c}, {0x143, 'N', 0x301}, {0x144, 'n', 0x301},
    {0x145, 'N', 0x327}, {0x146, 'n', 0x327}, {0x147, 'N', 0x30c}, {0x148, 'n', 0x30c}, {0x14c, 'O', 0x304},
    {0x14d, 'o', 0x304}, {0x14e, 'O', 0x306}, {0x14f, 'o', 0x306}, {0x150, 'O', 0x30b}, {0x151, 'o', 0x30b},
    {0x154, 'R', 0x301}, {0x155, 'r', 0x301}, {0x156, 'R', 0x327}, {0x157, 'r', 0x327}, {0x158, 'R', 0x30c},
    {0x159, 'r', 0x30c}, {0x15a, 'S', 0x301}, {0x15b, 's', 0x301}, {0x15c, 'S', 0x302}, {0x15d, 's', 0x302},
    {0x15e, 'S', 0x327}, {0x15f, 's', 0x327}, {0x160, 'S', 0x30c}, {0x161, 's', 0x30c}, {0x162, 'T', 0x327},
    {0x163, 't', 0x327}, {0x164, 'T', 0x30c}, {0x165, 't', 0x30c}, {0x168, 'U', 0x303}, {0x169, 'u', 0x303},
    {0x16a, 'U', 0x304}, {0x16b, 'u', 0x304}, {0x16c, 'U', 0x306}, {0x16d, 'u', 0x306}, {0x16e, 'U', 0x30a},
    {0x16f, 'u', 0x30a}, {0x170, 'U', 0x30b}, {0x171, 'u', 0x30b}, {0x172, 'U', 0x328}, {0x173, 'u', 0x328},
    {0x174, 'W', 0x302}, {0x175, 'w', 0x302}, {0x176, 'Y', 0x302}, {0x177, 'y', 0x302}, {0x178, 'Y', 0x308},
    {0x179, 'Z', 0x301}, {0x17a, 'z', 0x301}, {0x17b, 'Z', 0x307}, {0x17c, 'z', 0x307}, {0x17d, 'Z', 0x30c},
    {0x17e, 'z', 0x30c}, {0x218, 'S', 0x326}, {0x219, 's', 0x326}, {0x21a, 'T', 0x326}, {0x21b, 't', 0x326},
}};

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

const Accented* accented(char32_t point) {
  const auto at = std::find_if(k_accented.begin(), k_accented.end(),
                               [&](const Accented& a) { return a.letter == point; });
  return at == k_accented.end() ? nullptr : &*at;
}

const Spelled* spelled(char32_t point) {
  const auto at =
      std::find_if(k_spelled.begin(), k_spelled.end(), [&](const Spelled& s) { return s.letter == point; });
  return at == k_spelled.end() ? nullptr : &*at;
}

// Latin-1 keeps capitals 32 before small letters; Latin Extended-A keeps pairs, with the capital on an even
// number but for two stretches.
char32_t in_case(char32_t point, bool capital) {
  if (point >= 0xc0 && point <= 0xde && point != 0xd7) return capital ? point : point + 32;
  if (point >= 0xe0 && point <= 0xfe && point != 0xf7) return capital ? point - 32 : point;
  const bool is_paired = point >= 0x100 && point <= 0x17e && point != 0x130 && point != 0x131 &&
                         point != 0x138 && point != 0x149 && point != 0x178;
  if (!is_paired) return point;
  const bool odd_capital = (point >= 0x139 && point <= 0x148) || point >= 0x179;
  const bool is_capital = (point % 2 == 1) == odd_capital;
  if (is_capital == capital) return point;
  return capital ? point - 1 : point + 1;
}

Points all_in_case(Points points, bool capital) {
  for (char32_t& point : points) point = in_case(point, capital);
  return points;
}

Points decomposed(const Points& points) {
  Points parts;
  for (const char32_t point : points) {
    const Accented* letter = accented(point);
    parts.push_back(letter != nullptr ? static_cast<char32_t>(letter->base) : point);
    if (letter != nullptr) parts.push_back(letter->mark);
  }
  return parts;
}

std::string in_ascii(const Points& points, bool in_full) {
  std::string text;
  for (const char32_t point : points) {
    const Spelled* spelling = spelled(point);
    const std::string_view letters = spelling == nullptr ? ""
                                     : in_full           ? spelling->in_full
                                                         : spelling->short_form;
    const Accented* letter = accented(point);
    if (!letters.empty()) {
      text += letters;
    } else if (letter != nullptr) {
      text += letter->base;
    } else {
      append_utf8(text, point);
    }
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
    add(utf8_of(decomposed(cased)));
    add(mistaken(utf8_of(cased)));
  }
  add(in_ascii(points, false));
  add(in_ascii(points, true));
  return spellings;
}

}  // namespace shareready
