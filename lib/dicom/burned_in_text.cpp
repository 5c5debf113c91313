#include "dicom/burned_in_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "dicom/common_ink.hpp"
#include "dicom/letter_lines.hpp"
#include "dicom/letter_shapes.hpp"
#include "dicom/line_look.hpp"
#include "dicom/raised_text.hpp"

namespace shareready {
namespace {

constexpr LineRule k_exact_rule{};
constexpr LineRule k_clear_rule{.clear = true};
constexpr LineRule k_faint_rule{.letters = 6, .shapes = 5, .widest_gap = 1.0};

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

// Lines of clipped numbers and of coarse noise stay below the limit, those of drawn letters do not.
auto looks_like_text(const GreyFrame& frame, const Ink& ink) {
  return [&frame, ink](LetterLine line) { return likeness(look_of(frame, ink, line)) > k_text_likeness; };
}

// Letters drawn with one number: a small step does where all of them is that number, a clear one where their
// edges are smoothed.
bool has_exact_line(const GreyFrame& frame, const Strokes& strokes) {
  constexpr double k_clear_step = 0.2, k_band = 0.25;  // of the frame's range
  constexpr std::size_t k_candidates = 1;
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
    if (has_line(shapes, k_clear_rule, looks_like_text(frame, faint))) return true;
    if (has_line(shapes, k_faint_rule, looks_like_text(frame, faint)) && !is_ground(frame, value))
      return true;
    const Ink smoothed = ink(value, of_range(k_clear_step), of_range(k_band));
    return has_line(shapes_of(frame, smoothed), k_exact_rule, looks_like_text(frame, smoothed));
  });
}

// Letters that are found by a number that they are drawn with.
bool has_line_of_one_number(const GreyFrame& frame) {
  const int step = share_of_range(frame, k_small_step);
  if (step < 2) return false;
  const Strokes strokes = strokes_of(frame, step);
  return has_exact_line(frame, strokes) || has_common_ink(frame, strokes);
}

}  // namespace

bool frame_shows_text(const FrameLayout& layout, std::span<const std::uint8_t> bytes) {
  if (layout.bits_allocated != 8 && layout.bits_allocated != 16) return false;
  const GreyFrame frame = grey_frame(layout, bytes);
  // the slices of a mosaic stand in line as letters do
  return has_line_of_one_number(frame) || (!layout.is_mosaic && has_raised_text(frame));
}

}  // namespace shareready
