#pragma once

#include <string_view>

#include "base/json.hpp"

namespace shareready {

// True for the text of a spatial transform: the signatures of ITK, MINC, FreeSurfer LTA and elastix files,
// and a file that is nothing but a 4x4 matrix with the last row 0 0 0 1 (FSL, NiftyReg, ANTs text export).
bool is_transform_text(std::string_view text);

// True for a JSON array of four rows of four numbers, the last row 0 0 0 1.
bool is_transform_matrix(const Json& value);

}  // namespace shareready
