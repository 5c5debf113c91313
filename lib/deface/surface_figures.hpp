#pragma once

#include <optional>

#include "deface/placed_head.hpp"

namespace shareready {

// How much of the face's surface a removal takes, by rays from the front and from both sides in the head's
// own frame, each to its first voxel brighter than air.
struct SurfaceFigures {
  std::size_t face_rays = 0, ear_rays = 0;           // that meet the head inside the face or ear region
  double face_left = 0, ear_left = 0;                // share of them whose surface stays
  double front_moved_mm = 0;                         // mean way the surface under the face rays moves back
  std::size_t forehead_rays = 0, ear_skin_rays = 0;  // that meet the skin of forehead and auricles
  // Share of them where the new surface would follow the skin so closely that it shows its shape.
  double forehead_skin_left = 0, ear_skin_left = 0;
  std::optional<double> ear_skin_left_in_noise{};  // by a level that noise in the air does not lift
  double air_share = 0;          // the air's mean level, of the level that parts it from the head
  bool are_ears_unsure = false;  // the air is noise, and the template head matches poorly
  bool is_place_unsure = false;  // the air is that bright, and the template head matches poorly
};

// `depth` is the removal depth of remove_face on any grid of the placed image.
SurfaceFigures surface_figures(const PlacedHead& placed, const Volume& depth, const TemplateData& head);

}  // namespace shareready
