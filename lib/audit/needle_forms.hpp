#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// A text as bytes of one encoding; `step` is the distance of neighbouring characters.
struct EncodedForm {
  std::string bytes;
  std::size_t step = 1;
};

// UTF-8, UTF-16 of both byte orders (one pattern where both share it), and Latin-1 where that differs.
std::vector<EncodedForm> encodings_of(std::string_view utf8);

// The text itself, and where it has spaces, the forms with "_", "-", "^" or nothing in their place.
std::vector<std::string> spellings_of(const std::string& text);

// True where chance would find the text: fewer than 3 characters (2 of Chinese, Japanese or Korean), a number
// of fewer than 5 digits, a common word.
bool is_weak(std::string_view text, const std::set<std::string>& common_words);

// Whether a script writes words without anything between them: from Chinese to Thai.
bool is_without_spaces(char32_t code_point);

// Whether a character is part of a word: all but controls, spaces, punctuation, dashes, symbols. Of bytes of
// a code page, those that are signs in Latin-1 and in Windows' pages are not.
bool is_letter_or_digit(char32_t code_point);

// Code points of UTF-8; a byte that is not UTF-8 stands for itself.
std::vector<char32_t> code_points_of(std::string_view utf8);
void append_utf8(std::string& text, char32_t code_point);

}  // namespace shareready
