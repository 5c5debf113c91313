#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace shareready {

// The number of type T stored at `from` in `order`; `from` need not be aligned and must hold sizeof(T) bytes.
template <typename T>
T load_number(const std::uint8_t* from, std::endian order) {
  std::array<std::uint8_t, sizeof(T)> raw;
  std::memcpy(raw.data(), from, sizeof(T));
  if (order != std::endian::native) std::reverse(raw.begin(), raw.end());
  return std::bit_cast<T>(raw);
}

template <typename T>
void store_number(std::uint8_t* to, T value, std::endian order) {
  auto raw = std::bit_cast<std::array<std::uint8_t, sizeof(T)>>(value);
  if (order != std::endian::native) std::reverse(raw.begin(), raw.end());
  std::memcpy(to, raw.data(), sizeof(T));
}

}  // namespace shareready
