#pragma once

#include "audit/audit.hpp"

namespace shareready {

// Judges images by the images alone: the template head is registered to each (lib/deface), and a face is what
// its front surface shows (face_surface.hpp), in every volume. Where the registration fails, the head is
// taken to lie where it lies in another image of the same folder, after rigid alignment. Of a folder, the
// DICOM series in it are judged (dicom_series.hpp), all of them. Never says no_face where neither is
// possible. Errors: no_input (the template is not installed).
Result<FaceDetector> make_face_detector();

}  // namespace shareready
