#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace shareready {

// A stretch of text that may be base64 (RFC 4648, either alphabet), decoded.
struct Base64Run {
  std::size_t begin = 0;  // in the text
  std::vector<std::uint8_t> bytes;
};

// Every stretch of at least 8 characters of the alphabet; line ends between lines of 60 characters and more,
// and JSON's escapes for them and for "/", do not interrupt one. A stretch may begin with characters that do
// not belong to it, so short ones (below 256 characters) are decoded from each of their first four.
std::vector<Base64Run> find_base64_runs(std::string_view text);

}  // namespace shareready
