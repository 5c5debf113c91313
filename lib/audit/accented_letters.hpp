#pragma once

#include <string>
#include <vector>

namespace shareready {

// The other ways in which a text with letters beyond ASCII is written, in UTF-8 and without the text itself:
// in capitals and in small letters, with its marks as characters of their own (NFD, as file names of macOS
// have them), without marks ("Jorgenso"), as German and the Nordic languages spell it in ASCII
// ("Joergensoe"), and read once as Latin-1 by mistake. Nothing for ASCII.
std::vector<std::string> other_spellings(const std::string& utf8);

}  // namespace shareready
