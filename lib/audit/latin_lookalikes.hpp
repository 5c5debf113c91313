#pragma once

namespace shareready {

// The letter or digit of ASCII that a character of another script looks like (Cyrillic "а", Greek "ο"); '\0'
// where it looks like none.
char latin_lookalike(char32_t point);

}  // namespace shareready
