#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// Bytes written as text in the ways that are rarer than base64 and hex. All leave out what is none of their
// characters.
std::vector<std::uint8_t> from_base32(std::string_view characters);   // RFC 4648, capitals
std::vector<std::uint8_t> from_ascii85(std::string_view characters);  // PostScript Language Reference, 3.13.3

// Blocks of uuencode (POSIX.1-2017, uuencode) and of Ascii85 between "<~" and "~>" in a text.
using ArmouredVisitor =
    std::function<void(std::vector<std::uint8_t> bytes, std::size_t begin, std::string_view how)>;
void visit_armoured(std::string_view text, const ArmouredVisitor& visit);

}  // namespace shareready
