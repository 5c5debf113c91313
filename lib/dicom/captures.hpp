#pragma once

#include "dicom/dcmtk_headers.hpp"
#include "dicom/frame_layout.hpp"

namespace shareready {

// True where letters are drawn into a captured screen, grey or in colour: each of red, green and blue is
// looked at. Errors: unsupported, where its pixels cannot be searched (palettes, compressed colours, other
// depths than 8 and 16 bits).
Result<bool> screen_shows_text(DcmDataset& dataset, const FrameLayout& layout);

}  // namespace shareready
