#pragma once

#include <array>
#include <cstddef>

namespace shareready {

// One row of voxels along an axis of a grid whose first axis runs fastest.
struct Line {
  std::size_t start = 0, stride = 1, count = 0;
  [[nodiscard]] std::size_t at(std::size_t i) const { return start + i * stride; }
};

// Calls `visit(Line)` for every row along `axis`.
template <typename Visit>
void for_each_line(const std::array<std::size_t, 3>& size, std::size_t axis, Visit visit) {
  const std::array<std::size_t, 3> strides{1, size[0], size[0] * size[1]};
  const std::size_t b = (axis + 1) % 3, c = (axis + 2) % 3;
  for (std::size_t q = 0; q < size[c]; ++q) {
    for (std::size_t p = 0; p < size[b]; ++p) {
      visit(Line{.start = p * strides[b] + q * strides[c], .stride = strides[axis], .count = size[axis]});
    }
  }
}

}  // namespace shareready
