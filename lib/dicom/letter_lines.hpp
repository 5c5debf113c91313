#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <span>
#include <vector>

#include "dicom/letter_shapes.hpp"

namespace shareready {

// How sure a line has to be of its letters: fewer of them do where they are drawn with one exact number.
struct LineRule {
  int letters = 5, shapes = 3;
  double alike_height = 1.6, widest_gap = 1.2, same_line = 0.1;  // in heights
  double pure_share = 0.15;  // of a letter's pixels, those that are the exact number
  int least_height = 5;
  double sharp_runs = 0.6;  // of a letter's runs
  bool clear = false;       // edges are sharp by the larger step
};

// The letters of a line, from right to left.
using LetterLine = std::span<const InkShape* const>;

// True where shapes stand side by side as letters do, alike in height and on one line, in a line that the
// judge takes for text. Touching letters are one shape.
bool has_line(std::span<const InkShape> shapes, const LineRule& rule,
              const std::function<bool(LetterLine)>& judge);

// What a line covers.
struct LineBox {
  int left = 0, right = 0, top = 0, bottom = 0;
};
LineBox box_of(LetterLine line);

}  // namespace shareready
