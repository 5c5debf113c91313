#pragma once

#include "deface/deface.hpp"
#include "deface/face_surface.hpp"
#include "deface/head_pose.hpp"

namespace shareready {

// Where the head lies, by the registration alone: without the subject's own brain and the checks of
// find_face, for a half of its time. Enough to see a face, or that one was taken away; too little to take one
// away.
struct RoughPlace {
  bool is_clear = false;  // the registration scored well, and nothing elsewhere is known to come near
  std::optional<FoundPose> searched{};  // what the whole search found, where it was needed
  Affine template_to_ras{};
  Affine ras_to_cavity{};
  std::shared_ptr<const TemplateData> head{};

  [[nodiscard]] HeadPlace place() const;  // lives no longer than this
};

// What a registration without the subject's own brain matches: air made dark, shading removed, 4 mm. Errors:
// unsupported (no 3D grid, data type without numbers).
Result<PoseTarget> rough_target(const NiftiImage& image);
// The same of an image from which something may have been removed: what one value fills becomes `air`.
Result<PoseTarget> rough_target_of_result(const NiftiImage& result, float air);

// Errors: as rough_target; internal.
Result<RoughPlace> place_roughly(const NiftiImage& image, const HeadTemplate& head_template, int threads);

// What find_face finds, without a second search where the first one went all the way. Errors: as find_face.
Result<SessionFace> find_face_from(const RoughPlace& rough, const NiftiImage& image,
                                   const HeadTemplate& head_template, int threads);

}  // namespace shareready
