#pragma once

#include <string>
#include <string_view>

namespace shareready {

// The text with every character that is written by its number or name put in its place: &#45; &#x2D; &eacute;
// (HTML, XML), %2D (URL), =2D (quoted-printable mail), \u002d \x2d \055 (JSON, programs, logs); also where
// one is written in another (%252D), three deep.
// What nobody sees in a word (soft hyphens, spaces without width) is gone. The same text where there is none.
std::string with_escapes_resolved(std::string_view text);

}  // namespace shareready
