#include <algorithm>
#include <cmath>

#include "deface/face_data.hpp"
#include "deface/face_region.hpp"
#include "image/grid.hpp"

namespace shareready {
namespace {

// From measurement on the test heads (docs/adr): with 3 and 2 mm some heads lost brain voxels, with 5 none
// did. Between the two numbers the margin is a share of the way from brain to skin, which is short in
// children. Deep under the skin nothing shows a face: there it is wider.
constexpr double k_least_own_margin_mm = 4.5, k_own_margin_mm = 7, k_share_of_way = 0.5;
constexpr double k_registered_margin_mm = 5.5;
constexpr double k_deep_margin_mm = 3.5, k_under_skin_mm = 8, k_deep_mm = 14;
// The worse the registration's score and the stronger the shading (natural logarithm), the wider both
// margins.
constexpr double k_good_score = 0.6, k_mm_per_score = 15, k_usual_shading = 0.75, k_mm_per_shading = 4;
constexpr double k_most_doubt_mm = 3;
// Shading this strong (always doubtful, quality.cpp) makes the dark parts of a head look like air, brain too.
constexpr double k_blinding_shading = 1.609;  // 5 to 1
// This near to the air lies scalp and no brain, so that no doubt about the brain's border keeps it: what is
// left of the head must not follow the skin. Distances are taken on a grid of 4 mm, where skin has 3 to 5 mm.
constexpr double k_scalp_mm = 5;
// mm of template space from the midsagittal plane to the skin over and around the auricles, at the least, and
// to beside them. Where the field of view ends before that, or shows there what was folded, no air tells how
// near the skin is; the way to it is never taken for shorter than k_least_way_mm then.
constexpr double k_ear_skin_x = 82, k_beside_ears_x = 95, k_least_way_mm = 7;

double deep_margin_mm(double under_skin) {
  return k_deep_margin_mm *
         std::clamp((under_skin - k_under_skin_mm) / (k_deep_mm - k_under_skin_mm), 0.0, 1.0);
}

double own_margin_mm(double own_distance, double under_skin) {
  return std::clamp(k_share_of_way * (own_distance + under_skin), k_least_own_margin_mm, k_own_margin_mm);
}

// 0 in the scalp, 1 below it.
double below_scalp(double under_skin) {
  return std::clamp((under_skin - k_scalp_mm) / (k_under_skin_mm - k_scalp_mm), 0.0, 1.0);
}

double doubt_mm(const FaceData& face) {
  const double score = k_mm_per_score * std::max(0.0, k_good_score - face.found.pose.score);
  const double shading = k_mm_per_shading * std::max(0.0, face.shading - k_usual_shading);
  return std::min(score + shading, k_most_doubt_mm);
}

bool is_in_view(const FaceData& face, const Vec3& anchor_ras) {
  const Vec3 v = face.ras_to_under_skin_voxel(anchor_ras);
  for (std::size_t r = 0; r < 3; ++r) {
    const auto size = static_cast<double>(face.under_skin.size[r]);
    const double beyond = (size - static_cast<double>(face.coarse.size[r])) / 2;
    if (v[r] < beyond || v[r] > size - 1 - beyond) return false;
  }
  return true;
}

// mm from the air that the image shows around the head; where its field of view cuts one of the ears off,
// both ears' at most from where they end: what is cut off one side is folded to the other.
double depth_under_skin_at(const FaceData& face, const Vec3& anchor_ras, const Vec3& in_template) {
  const double seen = sample(face.under_skin, face.ras_to_under_skin_voxel(anchor_ras));
  if (ear_depth(in_template) <= 0) return seen;
  for (const double x : {-k_beside_ears_x, k_beside_ears_x}) {
    if (is_in_view(face, face.template_to_ras({x, in_template[1], in_template[2]}))) continue;
    return std::min(seen, face.scale * std::max(k_least_way_mm, k_ear_skin_x - std::abs(in_template[0])));
  }
  return seen;
}

}  // namespace

double removal_depth(const FaceData& face, const TemplateData& head, const Vec3& anchor_ras) {
  const Vec3 p = face.ras_to_template(anchor_ras);
  const double region = face.scale * std::max(face_depth(p), ear_depth(p));
  if (region < -10) return region;
  const auto own = static_cast<double>(sample(face.brain.distance, face.ras_to_brain_voxel(anchor_ras)));
  const double under_skin = face.sees_air ? depth_under_skin_at(face, anchor_ras, p) : 0.0;
  const bool tells_scalp = face.sees_air && face.shading < k_blinding_shading;
  const double below = tells_scalp ? below_scalp(under_skin) : 1.0;
  const double own_margin = tells_scalp ? own_margin_mm(own, under_skin) : k_own_margin_mm;
  const double doubt = below * doubt_mm(face);
  const double from_own =
      own - (k_least_own_margin_mm + below * (own_margin - k_least_own_margin_mm)) - doubt;
  const double from_registered = face.scale * cavity_distance_at(head, p) - k_registered_margin_mm - doubt;
  return std::min(region, std::min(from_own, from_registered) - deep_margin_mm(under_skin));
}

}  // namespace shareready
