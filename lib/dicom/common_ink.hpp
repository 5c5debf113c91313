#pragma once

#include "dicom/letter_shapes.hpp"

namespace shareready {

// True where in a few neighbouring rows one number is far more frequent than any near it, and stands there in
// small pieces side by side: the middle of letters that are smoothed at their edges, whatever lies behind
// them. No tissue has such a number. The brightest of all is left out: clipped images have it, too.
bool has_common_ink(const GreyFrame& frame, const Strokes& strokes);

}  // namespace shareready
