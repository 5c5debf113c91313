#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

namespace shareready {

// Zeroes the bytes; true where something stood there.
inline bool clear_bytes(std::span<std::uint8_t> bytes) {
  const bool held = std::any_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b != 0; });
  std::fill(bytes.begin(), bytes.end(), std::uint8_t{0});
  return held;
}

}  // namespace shareready
