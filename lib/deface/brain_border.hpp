#pragma once

#include "image/volume.hpp"

namespace shareready {

// The border of the intracranial volume voxel by voxel, between places surely inside and surely outside of
// it.
//
// From both sides the image is flooded, bright voxels first: the floods meet along the darkest line between
// brain and scalp, which is bone in every contrast of MRI, however thin (watershed: Meyer 1994,
// doi 10.1016/0165-1684(94)90060-4). From there the border goes inwards to where it is no longer as dark as
// bone.
inline constexpr float k_surely_inside = 1, k_surely_outside = 2;

struct BorderRequest {
  const Volume& image;       // around the brain, its air near 0
  const Volume& cavity_mm;   // on the image's grid: distance from the registered cavity, negative inside
  const Volume& outside_mm;  // the same from the border assumed
  const Volume& surely;      // k_surely_inside, k_surely_outside, or 0 where it is to be found out
};

// mm outside of the border, negative inside, on the same grid. On the brain's side of the line where the
// floods meet, all is inside that the border assumed has inside.
Volume find_border(const BorderRequest& request, int threads);

}  // namespace shareready
