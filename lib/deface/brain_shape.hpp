#pragma once

#include <vector>

#include "deface/template_data.hpp"

namespace shareready {

// A place on the surface of the template's cranial cavity, and the way out of it. Frame: template space.
struct SurfacePoint {
  Vec3 place{}, outward{};
};

// About one place every 5 mm.
std::vector<SurfacePoint> cavity_surface(const TemplateData& head);

// mm of template space to the parts of the intracranial volume that the template's brain leaves out: medulla
// and cisterns down to the foramen magnum and a little beyond, and what lies between pons, chiasm and
// pituitary gland. Negative inside.
double cistern_distance(const Vec3& point);

// Where the cavity's surface lies inside those parts, no edge of the subject's belongs to it.
bool is_cistern(const Vec3& point);

// A grid of 2 mm over all of template space that a brain can reach, values 0.
Volume brain_grid();

}  // namespace shareready
