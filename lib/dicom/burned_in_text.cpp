#include "dicom/burned_in_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace shareready {
namespace {

// Letters of common fonts, in pixels, and how a line of them looks (measured on drawn text and on clean MR).
constexpr int k_least_height = 5, k_most_height = 64, k_least_pixels = 4;
constexpr std::size_t k_least_ink = 14;  // pixels of one value with a sharp edge
constexpr std::size_t k_candidates = 4;  // values looked at in a frame
constexpr float k_sharp_share = 0.2F;    // of the frame's range, from ink to what lies beside it
constexpr float k_band_share = 0.25F;    // the same, for pixels that are ink in part (smoothed edges)
constexpr double k_pure_share = 0.15;    // of a letter's pixels, those that are ink alone
constexpr double k_sharp_runs = 0.6;     // of a letter's runs
constexpr int k_letters_in_line = 5, k_shapes_in_line = 3;
constexpr double k_letter_width = 0.75, k_widest_shape = 4;  // of the height
constexpr double k_alike_height = 1.6, k_widest_gap = 1.2, k_same_line = 0.1;

struct Frame {
  int columns = 0, rows = 0;
  std::vector<std::uint16_t> values{};  // stored bits, shifted so that order is brightness
  std::uint16_t low = 0, high = 0;

  [[nodiscard]] const std::uint16_t* row(int y) const {
    return values.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(columns);
  }
};

Frame frame_of(const FrameLayout& layout, std::span<const std::uint8_t> bytes) {
  Frame frame{.columns = static_cast<int>(layout.columns), .rows = static_cast<int>(layout.rows)};
  frame.values.resize(layout.rows * layout.columns);
  const bool wide = layout.bits_allocated == 16;
  const auto sign = static_cast<std::uint16_t>(layout.is_signed ? 1U << layout.high_bit : 0U);
  const auto used = static_cast<std::uint16_t>((1U << (layout.high_bit + 1)) - 1);
  if (wide) {
    std::memcpy(frame.values.data(), bytes.data(), frame.values.size() * 2);
  } else {
    std::copy(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(frame.values.size()),
              frame.values.begin());
  }
  for (std::uint16_t& value : frame.values) value = static_cast<std::uint16_t>((value & used) ^ sign);
  const auto [low, high] = std::minmax_element(frame.values.begin(), frame.values.end());
  frame.low = *low;
  frame.high = *high;
  return frame;
}

// The values that pixels with a sharp edge to their left or right have most often.
std::vector<std::uint16_t> ink_of(const Frame& frame, int sharp) {
  std::vector<std::uint32_t> counts(static_cast<std::size_t>(frame.high) + 1);
  for (int y = 0; y < frame.rows; ++y) {
    const std::uint16_t* row = frame.row(y);
    for (int x = 1; x + 1 < frame.columns; ++x) {
      const int value = row[x];
      const int lower = std::min<int>(row[x - 1], row[x + 1]);
      const int upper = std::max<int>(row[x - 1], row[x + 1]);
      if (value - lower >= sharp || upper - value >= sharp) ++counts[static_cast<std::size_t>(value)];
    }
  }
  std::vector<std::uint16_t> ink;
  for (std::size_t value = 0; value < counts.size(); ++value) {
    if (counts[value] >= k_least_ink) ink.push_back(static_cast<std::uint16_t>(value));
  }
  std::sort(ink.begin(), ink.end(), [&](auto a, auto b) { return counts[a] > counts[b]; });
  if (ink.size() > k_candidates) ink.resize(k_candidates);
  return ink;
}

// A connected shape of one value.
struct Shape {
  int left = 0, right = 0, top = 0, bottom = 0;
  int pixels = 0, pure = 0, runs = 0, sharp = 0;

  [[nodiscard]] int height() const { return bottom - top + 1; }
  [[nodiscard]] int width() const { return right - left + 1; }
};

struct Run {
  int y = 0, from = 0, to = 0, pure = 0;
  std::size_t shape = 0;
};

// What is looked for: an exact value, what counts as part of its letters, and how far from it the rest is.
struct Ink {
  int value = 0, band = 0, sharp = 0;
};

// True where what lies beside the run is far from the ink on both sides.
bool is_sharp(const Frame& frame, const Run& run, const Ink& ink) {
  const std::uint16_t* row = frame.row(run.y);
  const auto far = [&](int x) {
    return x < 0 || x >= frame.columns || std::abs(ink.value - static_cast<int>(row[x])) >= ink.sharp;
  };
  return (far(run.from - 1) || far(run.from - 2)) && (far(run.to + 1) || far(run.to + 2));
}

std::size_t root_of(std::vector<std::size_t>& parents, std::size_t at) {
  while (parents[at] != at) at = parents[at] = parents[parents[at]];
  return at;
}

std::vector<Run> runs_of(const Frame& frame, const Ink& ink) {
  std::vector<Run> runs;
  const auto is_ink = [&](int value) { return std::abs(value - ink.value) <= ink.band; };
  for (int y = 0; y < frame.rows; ++y) {
    const std::uint16_t* row = frame.row(y);
    for (int x = 0; x < frame.columns; ++x) {
      if (!is_ink(row[x])) continue;
      Run run{.y = y, .from = x, .to = x, .pure = 0, .shape = runs.size()};
      for (; x < frame.columns && is_ink(row[x]); ++x) run.pure += row[x] == ink.value ? 1 : 0;
      run.to = x - 1;
      runs.push_back(run);
    }
  }
  return runs;
}

// Runs that touch, corners included, are one shape.
std::vector<Shape> shapes_of(const Frame& frame, const Ink& ink) {
  const std::vector<Run> runs = runs_of(frame, ink);
  std::vector<std::size_t> parents(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) parents[i] = i;
  std::size_t above = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    while (above < i && (runs[above].y < runs[i].y - 1 ||
                         (runs[above].y == runs[i].y - 1 && runs[above].to + 1 < runs[i].from))) {
      ++above;
    }
    for (std::size_t j = above; j < i && runs[j].y == runs[i].y - 1 && runs[j].from <= runs[i].to + 1; ++j) {
      parents[root_of(parents, i)] = root_of(parents, j);
    }
  }
  std::vector<Shape> all(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    Shape& shape = all[root_of(parents, i)];
    const Run& run = runs[i];
    if (shape.runs == 0) shape = {.left = run.from, .right = run.to, .top = run.y, .bottom = run.y};
    shape.left = std::min(shape.left, run.from);
    shape.right = std::max(shape.right, run.to);
    shape.top = std::min(shape.top, run.y);
    shape.bottom = std::max(shape.bottom, run.y);
    shape.pixels += run.to - run.from + 1;
    ++shape.runs;
    shape.pure += run.pure;
    shape.sharp += is_sharp(frame, run, ink) ? 1 : 0;
  }
  return all;
}

bool is_letter(const Shape& shape) {
  const int height = shape.height();
  return shape.pixels >= k_least_pixels && height >= k_least_height && height <= k_most_height &&
         shape.width() <= k_widest_shape * height && shape.sharp >= k_sharp_runs * shape.runs &&
         shape.pure >= k_pure_share * shape.pixels;
}

// Touching letters are one shape.
int letters_in(const Shape& shape) {
  return std::max(1, static_cast<int>(std::lround(shape.width() / (k_letter_width * shape.height()))));
}

bool follows(const Shape& left, const Shape& right) {
  const int low = std::min(left.height(), right.height()), high = std::max(left.height(), right.height());
  const double slack = std::max(1.0, k_same_line * high);
  const bool same_line =
      std::abs(left.bottom - right.bottom) <= slack || std::abs(left.top - right.top) <= slack;
  const int gap = right.left - left.right;
  return same_line && high <= k_alike_height * low && gap > -low / 2 && gap <= k_widest_gap * high;
}

struct Line {
  int letters = 0, shapes = 0;
};

bool has_line(std::vector<Shape> letters) {
  std::sort(letters.begin(), letters.end(), [](const Shape& a, const Shape& b) { return a.left < b.left; });
  std::vector<Line> lines;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    Line best;
    for (std::size_t j = 0; j < i; ++j) {
      if (lines[j].letters > best.letters && follows(letters[j], letters[i])) best = lines[j];
    }
    lines.push_back({best.letters + letters_in(letters[i]), best.shapes + 1});
    if (lines.back().letters >= k_letters_in_line && lines.back().shapes >= k_shapes_in_line) return true;
  }
  return false;
}

}  // namespace

bool frame_shows_text(const FrameLayout& layout, std::span<const std::uint8_t> bytes) {
  if (layout.bits_allocated != 8 && layout.bits_allocated != 16) return false;
  const Frame frame = frame_of(layout, bytes);
  const float range = static_cast<float>(frame.high - frame.low);
  const int sharp = static_cast<int>(std::ceil(k_sharp_share * range));
  if (sharp < 2) return false;
  const int smoothed = static_cast<int>(k_band_share * range);
  for (const std::uint16_t value : ink_of(frame, sharp)) {
    for (const int band : {0, smoothed}) {
      std::vector<Shape> letters = shapes_of(frame, {.value = value, .band = band, .sharp = sharp});
      std::erase_if(letters, [](const Shape& shape) { return !is_letter(shape); });
      if (has_line(std::move(letters))) return true;
    }
  }
  return false;
}

}  // namespace shareready
