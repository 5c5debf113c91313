#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "dicom/frame_layout.hpp"

namespace shareready {

// The stored numbers of a frame of 8 or 16 bits, shifted so that their order is that of brightness.
struct GreyFrame {
  int columns = 0, rows = 0;
  std::vector<std::uint16_t> values{};
  int low = 0, high = 0;  // the least and the largest of them

  [[nodiscard]] const std::uint16_t* row(int y) const {
    return values.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(columns);
  }
};

GreyFrame grey_frame(const FrameLayout& layout, std::span<const std::uint8_t> bytes);

// What is looked for: the numbers that are part of a letter, and how far from them those beside it are.
struct Ink {
  int low = 0, high = 0;
  int below = 0, above = 0;  // what lies beside a letter is at most `below` or at least `above`
  int clearly_below = 0, clearly_above = 0;  // the same by a larger step, counted apart; the same step if 0
  int exact = -1;                            // the number that letters are drawn with; -1 where none is known
  double most_runs = 1;  // pieces of rows for each pixel: more of them are noise, not looked at further
};

// A connected shape of ink.
struct InkShape {
  int left = 0, right = 0, top = 0, bottom = 0;
  int pixels = 0;
  int pure = 0;   // of them, those that are the exact number
  int runs = 0;   // pieces of rows
  int sharp = 0;  // of them, those with sharp edges on both sides
  int clear = 0;  // and those with edges that are sharp by the larger step

  [[nodiscard]] int height() const { return bottom - top + 1; }
  [[nodiscard]] int width() const { return right - left + 1; }
};

// Cheaper than the shapes: false where no `rows` rows in succession have `pieces` pieces of ink each, as a
// line of so many letters has.
bool may_hold_line(const GreyFrame& frame, const Ink& ink, int pieces, int rows);

// Ink that touches, corners included, is one shape.
std::vector<InkShape> shapes_of(const GreyFrame& frame, const Ink& ink);

// The numbers of the short pieces of one number that the rows of a frame have, with sharp edges on both
// sides.
struct Strokes {
  std::vector<std::uint16_t> numbers{};
  std::vector<std::size_t> ends{};  // of each row's, in `numbers`

  [[nodiscard]] std::span<const std::uint16_t> rows(int first, int last) const {
    const std::size_t begin = first == 0 ? 0 : ends[static_cast<std::size_t>(first) - 1];
    return std::span(numbers).subspan(begin, ends[static_cast<std::size_t>(last)] - begin);
  }
};

// `sharp` is how far from a piece its row is one or two pixels beside it.
Strokes strokes_of(const GreyFrame& frame, int sharp);

// The numbers that several strokes of one row have in common in most rows: what letters may be drawn with, at
// most `most` of them.
std::vector<int> exact_inks(const GreyFrame& frame, const Strokes& strokes, std::size_t most);

}  // namespace shareready
