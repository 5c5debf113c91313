#pragma once

#include "image/nifti.hpp"
#include "policy/plan.hpp"

namespace shareready {

// An image of the plan as NIfTI: NIfTI in one file, or a FreeSurfer volume. Errors: those of read_nifti() and
// nifti_of_mgh().
Result<NiftiImage> read_planned_image(const PlannedFile& file);

// The same, the header alone; a FreeSurfer volume is read as a whole for it.
Result<NiftiHeader> read_planned_header(const PlannedFile& file);

}  // namespace shareready
