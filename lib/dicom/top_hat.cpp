#include "dicom/top_hat.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace shareready {
namespace {

// Moved by half the range: vectors of every processor compare signed numbers of 16 bits.
using Grey = std::int16_t;
constexpr Grey k_lowest = -0x8000, k_highest = 0x7fff;
constexpr std::size_t k_side = 5, k_half = k_side / 2;

struct Smaller {
  static Grey of(Grey a, Grey b) { return a < b ? a : b; }
};
struct Larger {
  static Grey of(Grey a, Grey b) { return a > b ? a : b; }
};

// Five rows at a time, the one of row y at the place y % 5, so that all of them stay in the nearest memory.
// Beside each row stand two numbers more; they and rows outside the frame are `outside`.
class RowRing {
 public:
  RowRing(std::size_t columns, Grey outside)
      : width_(columns + 2 * k_half), outside_(width_, outside), rows_(k_side * width_, outside) {}

  Grey* padded(std::size_t y) { return rows_.data() + y % k_side * width_; }
  Grey* row(std::size_t y) { return padded(y) + k_half; }

  // The five rows around one, of a frame of `rows` rows.
  std::array<const Grey*, k_side> around(std::size_t y, std::size_t rows) {
    std::array<const Grey*, k_side> five{};
    for (std::size_t i = 0; i < k_side; ++i) {
      const bool is_inside = y + i >= k_half && y + i - k_half < rows;
      five.at(i) = (is_inside ? padded(y + i - k_half) : outside_.data()) + k_half;
    }
    return five;
  }

 private:
  std::size_t width_ = 0;
  std::vector<Grey> outside_, rows_;
};

// The least or the largest of five rows, at each column.
template <typename Pick>
void pick_rows(const std::array<const Grey*, k_side>& rows, std::size_t columns, Grey* out) {
  const auto [above, over, here, under, below] = rows;
  for (std::size_t x = 0; x < columns; ++x) {
    const Grey far = Pick::of(above[x], below[x]), near = Pick::of(over[x], under[x]);
    out[x] = Pick::of(Pick::of(far, near), here[x]);
  }
}

// The same of five neighbours in a padded row.
template <typename Pick>
void pick_neighbours(const Grey* padded, std::size_t columns, Grey* out) {
  for (std::size_t x = 0; x < columns; ++x) {
    const Grey far = Pick::of(padded[x], padded[x + 4]), near = Pick::of(padded[x + 1], padded[x + 3]);
    out[x] = Pick::of(Pick::of(far, near), padded[x + 2]);
  }
}

// The largest difference to what was opened, which is written into `hat`.
std::uint16_t subtract(const std::uint16_t* row, const Grey* opened, std::size_t columns,
                       std::uint16_t* hat) {
  auto largest = k_lowest;
  for (std::size_t x = 0; x < columns; ++x) {
    hat[x] = static_cast<std::uint16_t>(row[x] - static_cast<std::uint16_t>(opened[x] ^ k_lowest));
    largest = Larger::of(largest, static_cast<Grey>(hat[x] ^ 0x8000U));
  }
  return static_cast<std::uint16_t>(largest ^ k_lowest);
}

}  // namespace

GreyFrame top_hat(const GreyFrame& frame) {
  const auto rows = static_cast<std::size_t>(frame.rows), columns = static_cast<std::size_t>(frame.columns);
  GreyFrame hat{.columns = frame.columns, .rows = frame.rows};
  hat.values.resize(frame.values.size());
  RowRing moved(columns, k_highest), eroded(columns, k_lowest);
  std::vector<Grey> least(columns + 2 * k_half, k_highest), largest(columns + 2 * k_half, k_lowest);
  const auto move = [&](std::size_t y) {
    const std::uint16_t* from = frame.row(static_cast<int>(y));
    Grey* const to = moved.row(y);
    for (std::size_t x = 0; x < columns; ++x) to[x] = static_cast<Grey>(from[x] ^ 0x8000U);
  };
  // row y of the frame is read, y - 2 eroded, and y - 4 opened
  for (std::size_t y = 0; y < rows + 2 * k_half; ++y) {
    if (y < rows) move(y);
    if (y >= k_half && y - k_half < rows) {
      pick_rows<Smaller>(moved.around(y - k_half, rows), columns, least.data() + k_half);
      pick_neighbours<Smaller>(least.data(), columns, largest.data() + k_half);
      pick_neighbours<Larger>(largest.data(), columns, eroded.row(y - k_half));
    }
    if (y < 2 * k_half) continue;
    const std::size_t at = y - 2 * k_half;
    pick_rows<Larger>(eroded.around(at, rows), columns, least.data() + k_half);
    const std::uint16_t most = subtract(frame.row(static_cast<int>(at)), least.data() + k_half, columns,
                                        hat.values.data() + at * columns);
    hat.high = std::max(hat.high, int{most});
  }
  return hat;
}

}  // namespace shareready
