#pragma once

#include <string>

#include "deface/face_surface.hpp"
#include "deface/placed_head.hpp"
#include "deface/template_data.hpp"
#include "deface/verdict.hpp"

namespace shareready {

struct NiftiImage;

// What an image shows of a face, judged by its voxels and the head's place alone: whoever removes a face asks
// before, on the input, and after, on the bytes that leave. Thresholds: docs/adr.
enum class FaceState {
  shown,
  removed,         // no tissue where the face was, and one constant value in its place
  skull_stripped,  // one constant value everywhere but at the brain
  out_of_view,     // the field of view ends before the face
  unclear          // in view, and neither a face nor its removal
};

struct FaceCheck {
  FaceState state = FaceState::unclear;
  bool has_ct_numbers = false;
  FaceSurface surface{};
  // The same with noise in the air taken for tissue; alike where air is dark.
  FaceSurface surface_with_noise{};
  // Share of what lies away from the brain that has the most frequent value; measured where no face is shown.
  double outside_constant = 0;
};

// Whether this is the surface of a face that was not removed.
bool shows_face(const FaceSurface& surface);

// Whether anything of a face or of ears is to be seen, or noise where it was: stricter than `state`, which
// has to do with the masks of other programs.
bool shows_rest(const FaceCheck& check);

// Looks at the first volume. Air of noise as bright as the head (UNIT1) is made dark first. Errors: as
// read_volume.
Result<FaceCheck> check_face(const NiftiImage& image, const PlacedHead& placed, const TemplateData& head);

}  // namespace shareready
