#include "dicom/common_ink.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace shareready {
namespace {

// Measured on drawn text and on clean MR (tests/dicom/drawn_text.py).
constexpr int k_band_rows = 8, k_most_bands = 4;         // what letters of common fonts fill
constexpr int k_fewest_pixels = 20;                      // of a line of them
constexpr int k_times = 3;                               // as frequent as each of the numbers near it
constexpr int k_least_near = 8;                          // numbers on each side that count as near
constexpr int k_outside = 4;                             // at most one in so many lies in the bands beside
constexpr int k_fewest_groups = 5, k_least_extent = 20;  // columns
constexpr int k_longest_piece = 5;                       // of a row, on average
constexpr double k_dark = 0.15;  // of the range: what is darker fills air, or what was cut out

struct Spike {
  int band = 0, value = 0;
};

// The numbers of which several strokes stand in one band of rows, and far fewer of each number near them: few
// in clean images, and cheap to find.
std::vector<Spike> spikes_of(const GreyFrame& frame, const Strokes& strokes) {
  constexpr int k_fewest_strokes = 5;
  const int darkest = frame.low + static_cast<int>(k_dark * (frame.high - frame.low)) + 1;
  std::vector<int> counts(
      static_cast<std::size_t>(frame.high + 2 * k_least_near + 1));  // from -k_least_near on
  std::vector<Spike> spikes;
  for (int band = 0; band < frame.rows / k_band_rows; ++band) {
    const auto in_band = strokes.rows(band * k_band_rows, (band + 1) * k_band_rows - 1);
    std::vector<int> frequent;
    for (const std::uint16_t value : in_band) {
      if (value < darkest || value == frame.high) continue;
      if (++counts[value + k_least_near] == k_fewest_strokes) frequent.push_back(value);
    }
    for (const int value : frequent) {
      const auto begin = counts.begin() + value, middle = begin + k_least_near;
      const int near = std::max(*std::max_element(begin, middle),
                                *std::max_element(middle + 1, middle + 1 + k_least_near));
      if (*middle >= k_times * near) spikes.push_back({.band = band, .value = value});
    }
    for (const std::uint16_t value : in_band) counts[value + k_least_near] = 0;
  }
  return spikes;
}

// How often a number and those near it stand in the bands around one.
class NearCounts {
 public:
  NearCounts(const GreyFrame& frame, const Spike& spike)
      : first_band_(spike.band - k_most_bands), least_(spike.value - near_of(frame)) {
    numbers_ = 2 * near_of(frame) + 1;
    counts_.resize(place(first_band_ + k_bands, 0));
    const int bands = frame.rows / k_band_rows;
    for (int band = std::max(first_band_, 0); band < std::min(first_band_ + k_bands, bands); ++band) {
      int* const counts = counts_.data() + place(band, 0);
      for (int y = band * k_band_rows; y < (band + 1) * k_band_rows; ++y) {
        const std::uint16_t* row = frame.row(y);
        for (int x = 0; x < frame.columns; ++x) {
          const auto number = static_cast<unsigned>(row[x] - least_);
          if (number < static_cast<unsigned>(numbers_)) ++counts[number];
        }
      }
    }
  }

  [[nodiscard]] int in(int first_band, int last_band, int number) const {
    int sum = 0;
    for (int band = first_band; band <= last_band; ++band) sum += counts_[place(band, number)];
    return sum;
  }

  // True where the number in the middle is far more frequent than each other one, and there alone.
  [[nodiscard]] bool stands_out(int first_band, int last_band) const {
    const int middle = numbers_ / 2, pixels = in(first_band, last_band, middle);
    const int outside = in(first_band - 1, first_band - 1, middle) + in(last_band + 1, last_band + 1, middle);
    if (pixels < k_fewest_pixels || k_outside * outside > pixels) return false;
    for (int number = 0; number < numbers_; ++number) {
      if (number != middle && k_times * in(first_band, last_band, number) > pixels) return false;
    }
    return true;
  }

 private:
  static constexpr int k_bands = 2 * k_most_bands + 1;

  [[nodiscard]] std::size_t place(int band, int number) const {
    return static_cast<std::size_t>(band - first_band_) * static_cast<std::size_t>(numbers_) +
           static_cast<std::size_t>(number);
  }

  static int near_of(const GreyFrame& frame) {
    constexpr double k_near = 0.08;  // of the range: wider than the steps of coarse numbers
    return std::max(k_least_near, static_cast<int>(k_near * (frame.high - frame.low)));
  }

  int first_band_ = 0, least_ = 0, numbers_ = 0;
  std::vector<int> counts_;
};

// How a number stands in some rows: in pieces, and in how many groups of columns.
struct Pieces {
  int pixels = 0, count = 0;
  int groups = 0, extent = 0;
};

Pieces pieces_in(const GreyFrame& frame, int first_row, int last_row, int value) {
  std::vector<std::uint8_t> columns(static_cast<std::size_t>(frame.columns) + 1);
  Pieces pieces;
  for (int y = first_row; y <= last_row; ++y) {
    const std::uint16_t* row = frame.row(y);
    for (int x = 0; x < frame.columns; ++x) {
      if (row[x] != value) continue;
      const int begin = x;
      for (; x < frame.columns && row[x] == value; ++x) columns[static_cast<std::size_t>(x)] = 1;
      pieces.pixels += x - begin;
      ++pieces.count;
    }
  }
  int begin = frame.columns;
  for (int x = 0; x < frame.columns; ++x) {
    if (columns[static_cast<std::size_t>(x)] == 0) continue;
    begin = std::min(begin, x);
    pieces.extent = x + 1 - begin;
    pieces.groups += columns[static_cast<std::size_t>(x) + 1] == 0 ? 1 : 0;
  }
  return pieces;
}

// Many short pieces of rows, in several places side by side.
bool stand_like_letters(const Pieces& pieces) {
  return pieces.groups >= k_fewest_groups && pieces.extent >= k_least_extent &&
         pieces.pixels <= k_longest_piece * pieces.count;
}

bool is_in_line(const GreyFrame& frame, const Spike& spike) {
  const NearCounts counts(frame, spike);
  const int bands = frame.rows / k_band_rows;
  for (int first = std::max(0, spike.band - k_most_bands + 1); first <= spike.band; ++first) {
    for (int last = spike.band; last < std::min(first + k_most_bands, bands); ++last) {
      if (!counts.stands_out(first, last)) continue;
      const Pieces pieces = pieces_in(frame, first * k_band_rows, (last + 1) * k_band_rows - 1, spike.value);
      if (stand_like_letters(pieces)) return true;
    }
  }
  return false;
}

}  // namespace

bool has_common_ink(const GreyFrame& frame, const Strokes& strokes) {
  const std::vector<Spike> spikes = spikes_of(frame, strokes);
  return std::any_of(spikes.begin(), spikes.end(),
                     [&](const Spike& spike) { return is_in_line(frame, spike); });
}

}  // namespace shareready
