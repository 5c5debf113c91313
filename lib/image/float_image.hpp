#pragma once

#include "base/result.hpp"
#include "image/nifti.hpp"
#include "image/volume.hpp"

namespace shareready {

// The volume as a NIfTI-1 image of 32-bit floating point numbers, its position in the sform. Errors: bad_data
// (sizes that NIfTI-1 cannot hold).
Result<NiftiImage> make_float_image(const Volume& volume);

}  // namespace shareready
