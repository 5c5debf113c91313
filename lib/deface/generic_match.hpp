#pragma once

#include <cstddef>

#include "deface/face_surface.hpp"

namespace shareready {

// How well the skin in front of a head agrees with the generic face (generic_face.hpp).
struct GenericMatch {
  std::size_t rays = 0;    // of them, those that meet skin within the field of view
  double near_share = 0;   // the part of them that meets it within k_near_mm of the generic skin
  double middle_mm = 1e3;  // median distance to the generic skin
  static constexpr double k_near_mm = 1.25;
};

// Looks along rays from the front on a fine grid (about 1 mm), then moves, turns and scales the generic face
// a little, as registrations of one head differ, until it fits best. Voxels and the head's place alone
// decide: no header, no name.
GenericMatch match_generic_face(const Volume& fine, const HeadPlace& place);

}  // namespace shareready
