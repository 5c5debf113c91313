#include "dicom/common_ink.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
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

// Bands that follow each other.
struct Bands {
  int first = 0, last = 0;

  [[nodiscard]] int first_row() const { return first * k_band_rows; }
  [[nodiscard]] int end_row() const { return (last + 1) * k_band_rows; }
};

// How often one number stands in each band.
std::vector<int> counts_in_bands(const GreyFrame& frame, int value) {
  std::vector<int> counts(static_cast<std::size_t>(frame.rows / k_band_rows));
  for (std::size_t band = 0; band < counts.size(); ++band) {
    const std::uint16_t* begin = frame.row(static_cast<int>(band) * k_band_rows);
    counts[band] = static_cast<int>(std::count(begin, begin + std::ptrdiff_t{k_band_rows} * frame.columns,
                                               static_cast<std::uint16_t>(value)));
  }
  return counts;
}

// In bands, in the two beside them and in all others.
struct Share {
  int pixels = 0, beside = 0, elsewhere = 0;
};

Share share_of(const std::vector<int>& counts, const Bands& bands) {
  Share share;
  for (int band = 0; band < static_cast<int>(counts.size()); ++band) {
    const int count = counts[static_cast<std::size_t>(band)];
    if (band >= bands.first && band <= bands.last) {
      share.pixels += count;
    } else {
      share.elsewhere += count;
      if (band == bands.first - 1 || band == bands.last + 1) share.beside += count;
    }
  }
  return share;
}

// How often each number near one stands in some rows, its own place in the middle.
std::vector<int> near_counts(const GreyFrame& frame, int first_row, int end_row, int value) {
  constexpr double k_near = 0.08;  // of the range: wider than the steps of coarse numbers
  const int near = std::max(k_least_near, static_cast<int>(k_near * (frame.high - frame.low)));
  std::vector<int> counts(static_cast<std::size_t>(2 * near + 1));
  const int least = value - near;
  for (const std::uint16_t number : std::span(frame.row(first_row), frame.row(end_row))) {
    const auto place = static_cast<unsigned>(number - least);
    if (place < counts.size()) ++counts[place];
  }
  return counts;
}

// How a number stands in some rows: in pieces, and in how many groups of columns.
struct Pieces {
  int pixels = 0, count = 0;
  int groups = 0, extent = 0;
};

Pieces pieces_in(const GreyFrame& frame, const Bands& bands, int value) {
  std::vector<std::uint8_t> columns(static_cast<std::size_t>(frame.columns) + 1);
  Pieces pieces;
  for (int y = bands.first_row(); y < bands.end_row(); ++y) {
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
bool stand_like_letters(const Pieces& pieces, int fewest_groups) {
  return pieces.groups >= fewest_groups && pieces.extent >= k_least_extent &&
         pieces.pixels <= k_longest_piece * pieces.count;
}

// True where a number is far more frequent in bands than any near it; or, since the steps of coarse numbers
// make some as frequent, where it stands there alone and those as frequent stand elsewhere more often.
bool stands_out(const GreyFrame& frame, const Bands& bands, int value, const Share& share, int times) {
  constexpr int k_alone = 20;  // at most one in so many lies elsewhere
  const std::vector<int> here = near_counts(frame, bands.first_row(), bands.end_row(), value);
  const std::size_t middle = here.size() / 2;
  const auto is_frequent = [&](std::size_t number) {
    return number != middle && times * here[number] > share.pixels;
  };
  std::vector<int> all;
  for (std::size_t number = 0; number < here.size(); ++number) {
    if (!is_frequent(number)) continue;
    if (k_alone * share.elsewhere > share.pixels) return false;
    if (all.empty()) all = near_counts(frame, 0, frame.rows, value);
    if (all[number] < 2 * here[number]) return false;
  }
  return true;
}

bool are_letters(const GreyFrame& frame, const Bands& bands, int value, const Share& share) {
  if (share.pixels < k_fewest_pixels || k_outside * share.beside > share.pixels) return false;
  const Pieces pieces = pieces_in(frame, bands, value);
  if (stand_like_letters(pieces, k_fewest_groups)) return stands_out(frame, bands, value, share, k_times);
  // three letters do where nothing else explains so many pixels
  constexpr int k_fewest_large = 3, k_many_pixels = 100, k_many_times = 20;
  return share.elsewhere == 0 && share.pixels >= k_many_pixels &&
         stand_like_letters(pieces, k_fewest_large) && stands_out(frame, bands, value, share, k_many_times);
}

// Whether letters stand in bands around the one of a spike, not before `least_band`. `counts` are those of
// its number in each band.
bool is_in_line(const GreyFrame& frame, const Spike& spike, const std::vector<int>& counts, int least_band) {
  const int bands = static_cast<int>(counts.size());
  for (int first = std::max(least_band, spike.band - k_most_bands + 1); first <= spike.band; ++first) {
    for (int last = spike.band; last < std::min(first + k_most_bands, bands); ++last) {
      const Bands around{.first = first, .last = last};
      if (are_letters(frame, around, spike.value, share_of(counts, around))) return true;
    }
  }
  return false;
}

}  // namespace

bool has_common_ink(const GreyFrame& frame, const Strokes& strokes) {
  std::vector<Spike> spikes = spikes_of(frame, strokes);
  std::sort(spikes.begin(), spikes.end(), [](const Spike& a, const Spike& b) {
    return std::pair(a.value, a.band) < std::pair(b.value, b.band);
  });
  std::vector<int> counts;
  for (std::size_t i = 0; i < spikes.size(); ++i) {
    const bool again = i > 0 && spikes[i - 1].value == spikes[i].value;
    if (!again) counts = counts_in_bands(frame, spikes[i].value);
    if (is_in_line(frame, spikes[i], counts, again ? spikes[i - 1].band + 1 : 0)) return true;
  }
  return false;
}

}  // namespace shareready
