#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// ASCII only: other bytes are kept. BIDS names, keys and column names are ASCII.
std::string to_lower(std::string_view text);
std::string_view trim(std::string_view text);  // spaces, tabs, CR, LF at both ends
// Every piece between separators, empty ones too: split("a,,b", ',') is {"a", "", "b"}; split("", ',') is
// {""}.
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& pieces, std::string_view separator);
std::string replace_all(std::string text, std::string_view from, std::string_view to);
bool is_digits(std::string_view text);            // at least one character, all of them 0-9
std::string shell_word(const std::string& word);  // as a POSIX shell takes it, quoted where it has to be
// The text with each byte that is no part of well-formed UTF-8 (Unicode 15, table 3-7) replaced by U+FFFD:
// file names may be in any encoding, JSON and HTML may not.
std::string to_utf8(std::string_view text);

}  // namespace shareready
