#include <algorithm>

#include "deface/face_data.hpp"
#include "deface/face_region.hpp"
#include "image/grid.hpp"

namespace shareready {
namespace {

// From measurement on the test heads (docs/adr): with 3 and 2 mm some heads lost brain voxels, with 5 none
// did.
constexpr double k_own_margin_mm = 6, k_registered_margin_mm = 5;

}  // namespace

double removal_depth(const FaceData& face, const TemplateData& head, const Vec3& anchor_ras) {
  const Vec3 p = face.ras_to_template(anchor_ras);
  const double region = face.scale * std::max(face_depth(p), ear_depth(p));
  if (region < -10) return region;
  const double registered = face.scale * cavity_distance_at(head, p) - k_registered_margin_mm;
  const double own =
      static_cast<double>(sample(face.brain.distance, face.ras_to_brain_voxel(anchor_ras))) - k_own_margin_mm;
  return std::min({region, registered, own});
}

}  // namespace shareready
