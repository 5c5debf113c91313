#pragma once

#include "deface/face_surface.hpp"
#include "deface/head_pose.hpp"
#include "deface/own_brain.hpp"

namespace shareready {

// What SessionFace holds. Frame: RAS mm of the anchor.
struct FaceData {
  FoundPose found{};
  Affine template_to_ras{}, ras_to_template{};
  double scale = 1;  // mm per mm of template space
  OwnBrain brain{};
  Affine ras_to_brain_voxel{};
  Volume coarse{};             // the anchor, about 4 mm, its shading removed
  double shading = 0;          // the natural logarithm of the brightest to the darkest part of the vault
  bool air_was_noise = false;  // as bright as the head, before it was set to 0
  bool sees_air = false;       // around the head
  Volume under_skin{};         // mm to that air, on the grid of `coarse` and beyond its edges
  Affine ras_to_under_skin_voxel{};
  double skull_level = 0;    // where the template has its skull, of the brain's
  double scalp_level = 0;    // the same for its scalp
  double outside_level = 0;  // and for what lies beyond it: of air, or of its noise
  FaceSurface surface{};     // what the anchor shows of a face
  SamplePoints vault{};      // points of the anchor for rigid alignment of other images
};

// mm inside what is to be removed (negative: kept): inside the face or ear region and outside the brain, the
// registered as well as the subject's own, each with its margin.
double removal_depth(const FaceData& face, const TemplateData& head, const Vec3& anchor_ras);

}  // namespace shareready
