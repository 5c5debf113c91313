#pragma once

#include "image/geometry.hpp"

namespace shareready {

// The face in template space (MNI mm of Colin27), analytic, since the template's field of view ends at the
// eyes. Depth inside in mm, negative outside; the region has no end towards the front, below and the sides.
// Landmarks of Colin27: nasion 0 84 -38, centres of the eyes +-32 62 -40, ear canals +-83 -20 -65.

// Eyes, nose, mouth, chin and 40 mm of forehead above the nasion.
double face_depth(const Vec3& point);
// Both auricles and what is lateral of the head's side there.
double ear_depth(const Vec3& point);

}  // namespace shareready
