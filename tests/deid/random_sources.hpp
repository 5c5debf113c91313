#pragma once

#include <cstdint>

#include "base/random.hpp"

namespace shareready::test {

// A repeatable source of bytes for tests alone (splitmix64, S. Vigna, public domain).
inline RandomSource seeded_random(std::uint64_t seed) {
  return [state = seed](std::span<std::uint8_t> buffer) mutable -> Status {
    for (std::uint8_t& byte : buffer) {
      state += 0x9E3779B97F4A7C15U;
      std::uint64_t mixed = (state ^ (state >> 30U)) * 0xBF58476D1CE4E5B9U;
      mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
      byte = static_cast<std::uint8_t>(mixed >> 56U);
    }
    return Done{};
  };
}

}  // namespace shareready::test
