#pragma once

#include "image/geometry.hpp"

namespace shareready {

// A face that belongs to nobody, in template space (MNI mm of Colin27): ellipsoids and superquadrics, blended
// smoothly. Its numbers are rounded from the middle of several heads (docs/adr/0006-three-methods.md); no
// image went into it, and nothing in it depends on the head that gets it, beyond the affine that carries it.

// mm to the skin, negative inside; exact at the skin, approximate elsewhere.
double generic_face_distance(const Vec3& point);

enum class FaceTissue { soft, eye, orbit_fat, airway };
// What lies inside, below the layers of the skin.
FaceTissue generic_face_tissue(const Vec3& point);

}  // namespace shareready
