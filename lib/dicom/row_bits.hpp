#pragma once

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

// Of 64 pixels those that are at least `least`, on any processor.
inline std::uint64_t at_least_of_64_anywhere(const std::uint16_t* pixels, std::uint16_t least) {
  std::array<std::uint8_t, k_word_bits> flags{};
  for (std::size_t i = 0; i < k_word_bits; ++i) flags[i] = pixels[i] >= least ? 1 : 0;
  return packed_flags(flags);
}

// The same; what compilers make of the loop above takes three times as long.
inline std::uint64_t at_least_of_64(const std::uint16_t* pixels, std::uint16_t least) {
#if defined(__SSE2__)
  const __m128i sign = _mm_set1_epi16(-0x8000);  // vectors compare signed numbers
  const __m128i limit = _mm_xor_si128(_mm_set1_epi16(static_cast<short>(least)), sign);
  const auto is_less = [&](std::size_t at) {
    const __m128i eight = _mm_loadu_si128(reinterpret_cast<const __m128i*>(pixels + at));
    return _mm_cmplt_epi16(_mm_xor_si128(eight, sign), limit);
  };
  std::uint64_t less = 0;
  for (std::size_t at = 0; at < k_word_bits; at += 16) {
    const int sixteen = _mm_movemask_epi8(_mm_packs_epi16(is_less(at), is_less(at + 8)));
    less |= static_cast<std::uint64_t>(static_cast<unsigned>(sixteen)) << at;
  }
  return ~less;
#else
  return at_least_of_64_anywhere(pixels, least);
#endif
}

// The bits of the pixels that are at least `least`.
inline void mark_at_least(const std::uint16_t* row, std::size_t pixels, int least, RowBits& bits) {
  bits.assign(words_for(pixels), 0);
  if (least > 0xffff) return;
  const auto limit = static_cast<std::uint16_t>(std::max(least, 0));
  const std::size_t whole = pixels / k_word_bits, rest = pixels % k_word_bits;
  for (std::size_t word = 0; word < whole; ++word) {
    bits[word] = at_least_of_64(row + word * k_word_bits, limit);
  }
  if (rest == 0) return;
  std::array<std::uint16_t, k_word_bits> last{};
  std::copy_n(row + whole * k_word_bits, rest, last.begin());
  bits[whole] = at_least_of_64(last.data(), limit) & ((std::uint64_t{1} << rest) - 1);
}

}  // namespace shareready
