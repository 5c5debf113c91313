#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// Bytes written as text in the ways that are rarer than base64 and hex.
// RFC 4648, sections 6 and 7; characters of one of its alphabets, in capitals or small letters.
std::vector<std::uint8_t> from_base32(std::string_view characters, bool extended_hex);
// PostScript Language Reference, 3.13.3; leaves out what is none of its characters.
std::vector<std::uint8_t> from_ascii85(std::string_view characters);
// Whether at least five bytes behind each other are printable ASCII, zero (of UTF-16) or UTF-8: what has none
// says nothing, as most words taken for code.
bool says_something(const std::vector<std::uint8_t>& bytes);

// Blocks of uuencode (POSIX.1-2017, uuencode) and of Ascii85 between "<~" and "~>" in a text.
using ArmouredVisitor =
    std::function<void(std::vector<std::uint8_t> bytes, std::size_t begin, std::string_view how)>;
void visit_armoured(std::string_view text, const ArmouredVisitor& visit);

}  // namespace shareready
