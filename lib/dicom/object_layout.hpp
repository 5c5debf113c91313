#pragma once

#include "dicom/dcmtk_headers.hpp"
#include "dicom/frame_layout.hpp"

namespace shareready {

// How the pixel data of the object are laid out, by its own attributes and, in enhanced objects, by its
// functional groups. Without frames where it does not say where they lie, or where pixels are packed in a way
// not read here.
FrameLayout layout_of(DcmDataset& dataset);

}  // namespace shareready
