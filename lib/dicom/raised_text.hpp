#pragma once

#include "dicom/letter_shapes.hpp"

namespace shareready {

// True where letters stand out from what lies right behind them, of any brightness and with smoothed edges:
// five shapes or more on one line that together look more like text than any line found in clean images does.
bool has_raised_text(const GreyFrame& frame);

}  // namespace shareready
