#pragma once

#include "dicom/letter_lines.hpp"

namespace shareready {

// What tells a line of letters from one of tissue.
struct LineLook {
  double letters = 0;  // logarithm of their number, at most of ten
  double tops = 0;     // how far the tops of letters are from the middle one, on average, in pixels
  double on_line = 0;  // share of letters whose lower edge is the middle one
  double around = 0;   // share of ink in the two rows above and below the line
  double ground = 0;   // mean of what lies between the letters, of the least of ink
};

LineLook look_of(const GreyFrame& frame, const Ink& ink, LetterLine line);

// How much a line looks like text, its ground aside. The weights were fitted to lines of drawn text and of
// clean images (logistic regression), on half of the fonts and heads (docs/adr/0008).
double likeness(const LineLook& look);

// Lines that come to more are text. No clean line comes to more than 12.2 in the heads that the weights were
// fitted to, to 11 in the others.
inline constexpr double k_text_likeness = 13.5;

}  // namespace shareready
