#include "audit/pdf_glyphs.hpp"

#include <algorithm>
#include <utility>

#include "audit/needle_forms.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_most_tables = 64, k_most_page_bytes = std::size_t{16} << 20U,
                      k_most_numbers = 0x10000;

int hex_digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The bytes of the string in angle brackets that begins at a place, which moves behind it; false where none
// does.
bool take_hex(std::string_view text, std::size_t& at, std::string& bytes) {
  bytes.clear();
  int high = -1;
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    const int digit = hex_digit_of(text[i]);
    if (text[i] == '>') {
      if (high >= 0) bytes += static_cast<char>(high * 16);
      at = i + 1;
      return !bytes.empty();
    }
    if (digit < 0 && text[i] != ' ' && text[i] != '\n' && text[i] != '\r') return false;
    if (digit < 0) continue;
    if (high >= 0) bytes += static_cast<char>(high * 16 + digit);
    high = high >= 0 ? -1 : digit;
  }
  return false;
}

std::uint32_t glyph_number(std::string_view bytes) {
  std::uint32_t number = 0;
  for (const char byte : bytes) number = number << 8U | static_cast<unsigned char>(byte);
  return number;
}

// UTF-16, the higher byte first; the last letter moved on by `steps`.
std::string letters_of(std::string_view utf16, std::uint32_t steps) {
  std::string text;
  char32_t high = 0;
  for (std::size_t at = 0; at + 1 < utf16.size(); at += 2) {
    char32_t unit = glyph_number(utf16.substr(at, 2));
    if (at + 3 >= utf16.size()) unit += steps;
    if (unit >= 0xd800 && unit < 0xdc00) {
      high = unit;
    } else if (unit >= 0xdc00 && unit < 0xe000 && high != 0) {
      append_utf8(text, 0x10000 + ((high - 0xd800) << 10U) + (unit - 0xdc00));
    } else if (unit < 0xd800 || unit >= 0xe000) {
      append_utf8(text, unit);
    }
  }
  return text;
}

// The strings between a place and the word that ends a section, and whether they stand in a list.
struct Given {
  std::string bytes{};
  bool in_list = false;
};

std::vector<Given> strings_between(std::string_view text) {
  std::vector<Given> strings;
  bool in_list = false;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '[' || text[at] == ']') in_list = text[at] == '[';
    std::string bytes;
    if (text[at] == '<' && take_hex(text, at, bytes)) {
      strings.push_back({std::move(bytes), in_list});
    } else {
      ++at;
    }
  }
  return strings;
}

// What each section of a kind holds.
template <typename Visit>
void visit_sections(std::string_view text, std::string_view begin, std::string_view end, const Visit& visit) {
  for (std::size_t at = text.find(begin); at != std::string_view::npos; at = text.find(begin, at)) {
    at += begin.size();
    const std::size_t stop = std::min(text.find(end, at), text.size());
    visit(strings_between(text.substr(at, stop - at)));
    at = stop;
  }
}

}  // namespace

PdfGlyphs::Letters PdfGlyphs::parse(std::string_view table) {
  Letters letters;
  visit_sections(table, "beginbfchar", "endbfchar", [&](const std::vector<Given>& strings) {
    for (std::size_t i = 0; i + 1 < strings.size(); i += 2) {
      letters.width = strings[i].bytes.size();
      letters.by_number[glyph_number(strings[i].bytes)] = letters_of(strings[i + 1].bytes, 0);
    }
  });
  std::size_t left = k_most_numbers;  // a damaged table may tell the same ranges without end
  visit_sections(table, "beginbfrange", "endbfrange", [&](const std::vector<Given>& strings) {
    for (std::size_t i = 0; i + 2 < strings.size();) {
      const std::uint32_t first = glyph_number(strings[i].bytes), last = glyph_number(strings[i + 1].bytes);
      letters.width = strings[i].bytes.size();
      i += 2;
      if (strings[i].in_list) {
        for (std::uint32_t number = first; i < strings.size() && strings[i].in_list; ++i, ++number)
          letters.by_number[number] = letters_of(strings[i].bytes, 0);
        continue;
      }
      for (std::uint32_t number = first; number <= last && left > 0; ++number, --left)
        letters.by_number[number] = letters_of(strings[i].bytes, number - first);
      ++i;
    }
  });
  return letters;
}

// Strings of numbers become strings of letters; all else of the page stays.
std::string PdfGlyphs::in_letters(std::string_view page, const Letters& letters) {
  std::string text, bytes;
  for (std::size_t at = 0; at < page.size();) {
    if (page[at] != '<' || !take_hex(page, at, bytes)) {
      text += page[at++];
      continue;
    }
    text += '(';
    for (std::size_t i = 0; i + letters.width <= bytes.size(); i += letters.width) {
      const auto found =
          letters.by_number.find(glyph_number(std::string_view(bytes).substr(i, letters.width)));
      if (found == letters.by_number.end()) continue;
      for (const char c : found->second) {
        if (c == '(' || c == ')' || c == '\\') text += '\\';
        text += c;
      }
    }
    text += ')';
  }
  return text;
}

void PdfGlyphs::take(std::string_view stream) {
  constexpr std::size_t k_beginning = 2048;
  if (stream.substr(0, k_beginning).find("begincmap") != std::string_view::npos) {
    if (tables_.size() < k_most_tables) tables_.push_back(parse(stream));
    return;
  }
  const std::size_t begin = stream.find("BT");
  if (begin == std::string_view::npos || stream.find('<', begin) == std::string_view::npos) return;
  if (page_bytes_ + stream.size() > k_most_page_bytes) return;
  page_bytes_ += stream.size();
  pages_.emplace_back(stream);
}

std::vector<std::string> PdfGlyphs::pages_in_letters() const {
  std::vector<std::string> pages;
  for (const Letters& letters : tables_) {
    if (letters.by_number.empty()) continue;
    for (const std::string& page : pages_) pages.push_back(in_letters(page, letters));
  }
  return pages;
}

}  // namespace shareready
