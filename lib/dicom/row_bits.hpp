#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace shareready {

// One bit for each pixel of a row, the first pixel lowest; bits behind the last pixel are 0.
using RowBits = std::vector<std::uint64_t>;

inline constexpr std::size_t k_word_bits = 64;

inline std::size_t words_for(std::size_t pixels) { return (pixels + k_word_bits - 1) / k_word_bits; }

// 64 flags, each 0 or 1, as bits. Eight at a time: the factor moves flag i to bit 56 + i, and no two flags
// to the same place.
inline std::uint64_t packed_flags(const std::array<std::uint8_t, k_word_bits>& flags) {
  constexpr std::uint64_t k_gather = 0x0102040810204080;
  std::uint64_t bits = 0;
  for (std::size_t part = 0; part < 8; ++part) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, flags.data() + 8 * part, 8);
    bits |= (eight * k_gather >> 56U) << (8 * part);
  }
  return bits;
}

// Sets the bit of every pixel x in [0, pixels) for which test(x) is 1, and not where it is 0.
template <typename Test>
void set_bits(std::size_t pixels, const Test& test, RowBits& bits) {
  bits.resize(words_for(pixels));
  for (std::size_t word = 0; word < bits.size(); ++word) {
    const std::size_t first = word * k_word_bits, count = std::min(k_word_bits, pixels - first);
    std::array<std::uint8_t, k_word_bits> flags{};
    for (std::size_t i = 0; i < count; ++i) flags[i] = test(first + i);
    bits[word] = packed_flags(flags);
  }
}

}  // namespace shareready
