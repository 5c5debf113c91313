#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace shareready {

// Whether bytes are likely text in EBCDIC: nearly all of them letters, digits, spaces and common signs there.
bool is_ebcdic(std::span<const std::uint8_t> bytes);

// EBCDIC of code page 037 (with 500 but for a few signs) as UTF-8; what is no character is left out.
std::string utf8_from_ebcdic(std::span<const std::uint8_t> bytes);

bool is_gif(std::span<const std::uint8_t> head);

// The texts of a GIF's comment, plain text and application extensions (GIF89a, 24 to 26), a line each; their
// bytes lie in blocks of up to 255, which cut words.
std::string gif_texts(std::span<const std::uint8_t> gif);

}  // namespace shareready
