#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace shareready {

// What words of at least 8 characters say if they are base85: RFC 1924 (Python's b85encode, git), Z85
// (ZeroMQ RFC 32) or Ascii85 without its marks. Where in a word it begins cannot be told, so there is one
// text for each of five beginnings, where it says something; `is_first` for that of the word. Words of
// letters alone are left out, unless they mix both cases and digits.
using Base85Visitor = std::function<void(const std::vector<std::uint8_t>& bytes, std::size_t begin,
                                         std::string_view how, bool is_first)>;
void visit_base85(std::string_view text, const Base85Visitor& visit);

}  // namespace shareready
