#include "dicom/burned_in_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "dicom/common_ink.hpp"
#include "dicom/letter_shapes.hpp"

namespace shareready {
namespace {

// Letters of common fonts, in pixels, and how a line of them looks (measured on drawn text and on clean MR).
constexpr int k_most_height = 64, k_least_pixels = 4;
constexpr double k_letter_width = 0.75, k_widest_shape = 4;  // of the height
constexpr double k_sharp_runs = 0.6;                         // of a letter's runs

// How sure a line has to be of its letters: fewer of them do where they are drawn with one exact number.
struct LineRule {
  int letters = 5, shapes = 3;
  double alike_height = 1.6, widest_gap = 1.2, same_line = 0.1;  // in heights
  double pure_share = 0.15;  // of a letter's pixels, those that are the exact number
  int least_height = 5;
  double calm_share = 0;  // of the ground around the line, what is far from the ink
  bool clear = false;     // edges are sharp by the larger step
};
constexpr LineRule k_exact_rule{};
constexpr LineRule k_clear_rule{.clear = true};
constexpr LineRule k_faint_rule{.letters = 6, .shapes = 5, .widest_gap = 1.0};
constexpr LineRule k_calm_rule{
    .letters = 6, .shapes = 4, .pure_share = 0, .least_height = 4, .calm_share = 0.85};

bool is_letter(const InkShape& shape, const LineRule& rule) {
  const int height = shape.height();
  return shape.pixels >= k_least_pixels && height >= rule.least_height && height <= k_most_height &&
         shape.width() <= k_widest_shape * height &&
         (rule.clear ? shape.clear : shape.sharp) >= k_sharp_runs * shape.runs &&
         shape.pure >= rule.pure_share * shape.pixels;
}

// Touching letters are one shape.
int letters_in(const InkShape& shape) {
  return std::max(1, static_cast<int>(std::lround(shape.width() / (k_letter_width * shape.height()))));
}

bool follows(const InkShape& left, const InkShape& right, const LineRule& rule) {
  const int low = std::min(left.height(), right.height()), high = std::max(left.height(), right.height());
  const double slack = std::max(1.0, rule.same_line * high);
  const bool same_line =
      std::abs(left.bottom - right.bottom) <= slack || std::abs(left.top - right.top) <= slack;
  const int gap = right.left - left.right;
  return same_line && high <= rule.alike_height * low && gap > -low / 2 && gap <= rule.widest_gap * high;
}

// The longest line of letters that ends at a shape.
struct Line {
  int letters = 0, shapes = 0;
  std::size_t before = 0;  // the shape before the last one, itself at the start
};

// Around the letters of a line the ground is calm: few of its pixels lie between ink and ground.
bool is_on_calm_ground(const GreyFrame& frame, const Ink& ink, const std::vector<InkShape>& letters,
                       const std::vector<Line>& lines, std::size_t last, double share) {
  InkShape box = letters[last];
  for (std::size_t at = last; lines[at].before != at;) {
    at = lines[at].before;
    box.left = std::min(box.left, letters[at].left);
    box.top = std::min(box.top, letters[at].top);
    box.bottom = std::max(box.bottom, letters[at].bottom);
  }
  constexpr int k_margin = 2;
  int ground = 0, calm = 0;
  for (int y = std::max(0, box.top - k_margin); y <= std::min(frame.rows - 1, box.bottom + k_margin); ++y) {
    const std::uint16_t* row = frame.row(y);
    for (int x = std::max(0, box.left - k_margin); x <= std::min(frame.columns - 1, box.right + k_margin);
         ++x) {
      if (row[x] >= ink.low) continue;
      ++ground;
      calm += row[x] <= ink.below ? 1 : 0;
    }
  }
  return calm >= share * ground;
}

std::vector<InkShape> letters_among(std::span<const InkShape> shapes, const LineRule& rule) {
  std::vector<InkShape> letters;
  std::copy_if(shapes.begin(), shapes.end(), std::back_inserter(letters),
               [&](const InkShape& shape) { return is_letter(shape, rule); });
  return letters;
}

// Of the shapes of ink of a frame.
bool has_line(const GreyFrame& frame, const Ink& ink, std::span<const InkShape> shapes,
              const LineRule& rule) {
  std::vector<InkShape> letters = letters_among(shapes, rule);
  if (letters.size() < static_cast<std::size_t>(rule.shapes)) return false;
  std::sort(letters.begin(), letters.end(), [](const InkShape& a, const InkShape& b) {
    return std::pair(a.left, a.top) < std::pair(b.left, b.top);
  });
  std::vector<Line> lines;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    Line best{.before = i};
    for (std::size_t j = 0; j < i; ++j) {
      if (lines[j].letters > best.letters && follows(letters[j], letters[i], rule)) {
        best = {.letters = lines[j].letters, .shapes = lines[j].shapes, .before = j};
      }
    }
    lines.push_back({best.letters + letters_in(letters[i]), best.shapes + 1, best.before});
    const bool long_enough = lines[i].letters >= rule.letters && lines[i].shapes >= rule.shapes;
    if (!long_enough) continue;
    if (rule.calm_share == 0 || is_on_calm_ground(frame, ink, letters, lines, i, rule.calm_share))
      return true;
  }
  return false;
}

constexpr double k_small_step = 0.08;  // of the frame's range

int share_of_range(const GreyFrame& frame, double share) {
  return static_cast<int>(std::ceil(share * (frame.high - frame.low)));
}

// A number of which a large part of the frame is made is ground: air, coarse noise, or what was cut off at
// the top of the range (measured on slices whose brightest voxels were cut, tests/dicom/drawn_text.py).
bool is_ground(const GreyFrame& frame, int value) {
  constexpr std::ptrdiff_t k_share = 8;  // an eighth
  std::ptrdiff_t pixels = 0;
  for (int y = 0; y < frame.rows; ++y)
    pixels += std::count(frame.row(y), frame.row(y) + frame.columns, static_cast<std::uint16_t>(value));
  return k_share * pixels > std::ptrdiff_t{frame.rows} * frame.columns;
}

// Letters drawn with one number: a small step does where all of them is that number, a clear one where their
// edges are smoothed.
bool has_exact_line(const GreyFrame& frame, const Strokes& strokes) {
  constexpr double k_clear_step = 0.2, k_band = 0.25;  // of the frame's range
  constexpr std::size_t k_candidates = 4;
  const auto of_range = [&](double share) { return share_of_range(frame, share); };
  const auto ink = [](int value, int step, int band) {
    return Ink{.low = value - band,
               .high = value + band,
               .below = value - step,
               .above = value + step,
               .exact = value};
  };
  const std::vector<int> inks = exact_inks(frame, strokes, k_candidates);
  return std::any_of(inks.begin(), inks.end(), [&](int value) {
    Ink faint = ink(value, of_range(k_small_step), 0);
    faint.clearly_below = value - of_range(k_clear_step);
    faint.clearly_above = value + of_range(k_clear_step);
    const std::vector<InkShape> shapes = shapes_of(frame, faint);
    if (has_line(frame, faint, shapes, k_clear_rule)) return true;
    if (has_line(frame, faint, shapes, k_faint_rule) && !is_ground(frame, value)) return true;
    const Ink smoothed = ink(value, of_range(k_clear_step), of_range(k_band));
    return has_line(frame, smoothed, shapes_of(frame, smoothed), k_exact_rule);
  });
}

// Letters that are found by a number that they are drawn with.
bool has_line_of_one_number(const GreyFrame& frame) {
  const int step = share_of_range(frame, k_small_step);
  if (step < 2) return false;
  const Strokes strokes = strokes_of(frame, step);
  return has_exact_line(frame, strokes) || has_common_ink(frame, strokes);
}

// Small smoothed letters have few pixels of their own number, but are far brighter than the air on which they
// stand.
bool has_smoothed_line(const GreyFrame& frame) {
  constexpr double k_of_least = 0.6;  // what lies beside a letter, of the least of it
  constexpr double k_noise = 1.0 / 12;
  constexpr int k_least_range = 20;
  const int range = frame.high - frame.low;
  for (const double share : {0.22, 0.4}) {
    const Ink ink{.low = frame.low + static_cast<int>(share * range),
                  .high = 0xffff,  // no number is higher: nothing to look for
                  .below = frame.low + static_cast<int>(k_of_least * share * range),
                  .above = std::numeric_limits<int>::max(),
                  .most_runs = k_noise};
    if (range >= k_least_range && has_line(frame, ink, shapes_of(frame, ink), k_calm_rule)) return true;
  }
  return false;
}

}  // namespace

bool frame_shows_text(const FrameLayout& layout, std::span<const std::uint8_t> bytes) {
  if (layout.bits_allocated != 8 && layout.bits_allocated != 16) return false;
  const GreyFrame frame = grey_frame(layout, bytes);
  // the slices of a mosaic stand in line as letters do
  return has_line_of_one_number(frame) || (!layout.is_mosaic && has_smoothed_line(frame));
}

}  // namespace shareready
