#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "dicom/row_bits.hpp"

namespace shareready {

// Whether what lies beside a pixel, one or two pixels away, is at least `sharp` away from it. In signed
// numbers of 16 bits, which vectors of every processor compare.
class Edge {
 public:
  explicit Edge(int sharp)
      : limit_(static_cast<std::int16_t>(std::clamp(sharp, 1, 0x7fff) - 1)),
        top_(static_cast<std::int16_t>(0x7fff - limit_)),
        bottom_(static_cast<std::int16_t>(limit_ - 0x8000)) {}

  [[nodiscard]] unsigned beside(std::uint16_t value, std::uint16_t near, std::uint16_t next) const {
    const std::int16_t here = moved(value), one = moved(near), other = moved(next);
    const auto high = static_cast<std::int16_t>((here < top_ ? here : top_) + limit_);
    const auto low = static_cast<std::int16_t>((here > bottom_ ? here : bottom_) - limit_);
    const std::int16_t most = one > other ? one : other, least = one < other ? one : other;
    return (most > high ? 1U : 0U) | (least < low ? 1U : 0U);
  }

#if defined(__SSE2__)
  // The same for eight pixels, moved by half the range.
  [[nodiscard]] __m128i beside_each(__m128i here, __m128i one, __m128i other) const {
    const __m128i limit = _mm_set1_epi16(limit_);
    const __m128i above = _mm_cmpgt_epi16(_mm_max_epi16(one, other), _mm_adds_epi16(here, limit));
    const __m128i below = _mm_cmplt_epi16(_mm_min_epi16(one, other), _mm_subs_epi16(here, limit));
    return _mm_or_si128(above, below);
  }
#endif

 private:
  static std::int16_t moved(std::uint16_t value) { return static_cast<std::int16_t>(value ^ 0x8000U); }
  std::int16_t limit_ = 0, top_ = 0, bottom_ = 0;  // of what it can be added to, or taken from
};

// Where a piece of one number may begin that has sharp edges on both sides: those of one pixel have them, of
// longer ones the left edge alone is known here. Bit i stands for pixel i + 2 of `row`, at most 64 of them.
inline std::uint64_t begins_anywhere(const std::uint16_t* row, std::size_t pixels, const Edge& edge) {
  std::array<std::uint8_t, k_word_bits> flags{};
  for (std::size_t i = 0; i < pixels; ++i) {
    const std::uint16_t *at = row + i, value = at[2];
    const unsigned left = edge.beside(value, at[1], at[0]) & (value != at[1] ? 1U : 0U);
    const unsigned right = edge.beside(value, at[3], at[4]) | (value == at[3] ? 1U : 0U);
    flags[i] = static_cast<std::uint8_t>(left & right);
  }
  return packed_flags(flags);
}

// The same for 64 pixels; what compilers make of the loop above takes twice as long.
inline std::uint64_t begins_of_64(const std::uint16_t* row, const Edge& edge) {
#if defined(__SSE2__)
  const __m128i half = _mm_set1_epi16(-0x8000);
  const auto begins = [&](const std::uint16_t* at) {
    const auto eight = [&](std::size_t from) {
      return _mm_xor_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at + from)), half);
    };
    const __m128i before = eight(1), here = eight(2), after = eight(3);
    const __m128i left =
        _mm_andnot_si128(_mm_cmpeq_epi16(here, before), edge.beside_each(here, before, eight(0)));
    const __m128i right = _mm_or_si128(_mm_cmpeq_epi16(here, after), edge.beside_each(here, after, eight(4)));
    return _mm_and_si128(left, right);
  };
  std::uint64_t bits = 0;
  for (std::size_t at = 0; at < k_word_bits; at += 16) {
    const int sixteen = _mm_movemask_epi8(_mm_packs_epi16(begins(row + at), begins(row + at + 8)));
    bits |= static_cast<std::uint64_t>(static_cast<unsigned>(sixteen)) << at;
  }
  return bits;
#else
  return begins_anywhere(row, k_word_bits, edge);
#endif
}

}  // namespace shareready
