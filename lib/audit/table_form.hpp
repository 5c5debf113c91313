#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace shareready {

// Where the header of a table begins: behind empty lines, comments without cells, and Excel's "sep=;".
std::size_t find_header(std::string_view text, char usual);

// What parts the cells: the usual character, or the one that parts the header and the next line more often.
char separator_of(std::string_view text, char usual);

// The same for a text whose name tells of no table; nothing where its first two lines are none.
std::optional<char> separator_of_unnamed(std::string_view text);

}  // namespace shareready
