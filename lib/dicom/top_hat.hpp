#pragma once

#include "dicom/letter_shapes.hpp"

namespace shareready {

// By how much each pixel is brighter than the brightest square of 5 x 5 around it that holds nothing darker:
// the white top-hat (Serra 1982). Strokes of letters stay, whatever thicker lies behind them.
GreyFrame top_hat(const GreyFrame& frame);

}  // namespace shareready
