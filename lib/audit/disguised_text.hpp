#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/needle_search.hpp"

namespace shareready {

// A needle in a text that a reader makes out, but no search of its letters does.
struct DisguisedHit {
  NeedleHit hit{};       // in the text as it reads then
  std::string_view how;  // "in look-alike letters", ...
  std::size_t line = 0;  // of the text, from 0
};

// Needles written in letters of other scripts that look like Latin ones, in words that go on behind a hyphen
// at the end of a line, in letters with the same signs between them ("J a n s e n", "s.u.b.-.0.1"),
// backwards, or in ROT13. Where chance makes such words, short ones do not count. Escapes have to be resolved
// before.
std::vector<DisguisedHit> find_disguised(const NeedleSearch& needles, std::string_view text);

// The same texts as they read; empty where nothing in them is written so.
std::string with_latin_letters(std::string_view text);
std::string with_letters_closed_up(std::string_view text);

}  // namespace shareready
