#pragma once

#include "audit/content_audit.hpp"

namespace shareready {

// A NIfTI file as a stream, in bounded memory: text fields, extensions, gap and trailing bytes of the header
// (nifti1.h), transforms by their intent, and needles in the voxels. Faces are judged elsewhere.
void audit_nifti(const ByteSource& source, const Layer& layer, FileReport& report);

}  // namespace shareready
