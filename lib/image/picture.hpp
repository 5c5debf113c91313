#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace shareready {

// An 8-bit grey picture, rows from top to bottom.
struct Picture {
  std::size_t width = 0, height = 0;
  std::vector<std::uint8_t> grey{};

  Picture() = default;
  Picture(std::size_t w, std::size_t h) : width(w), height(h), grey(w * h) {}
  [[nodiscard]] std::uint8_t& at(std::size_t x, std::size_t y) { return grey[x + width * y]; }
  [[nodiscard]] std::uint8_t at(std::size_t x, std::size_t y) const { return grey[x + width * y]; }
};

}  // namespace shareready
