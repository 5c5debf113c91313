#include "deface/removal.hpp"

#include "image/grid.hpp"

namespace shareready {
namespace {

constexpr double k_depth_mm = 3;
constexpr std::size_t k_least_rays = 20;  // fewer: the face is not in view
constexpr double k_doubtful_left = 0.08, k_doubtful_moved_mm = 8, k_doubtful_ears = 0.12;
// Of the rays on the skin; docs/adr/0005 has the measurements.
constexpr double k_doubtful_ear_skin = 0.04, k_doubtful_forehead_skin = 0.2;
constexpr double k_doubtful_ear_skin_in_noise = 0.03, k_doubtful_ear_skin_unsure = 0.02;
constexpr std::size_t k_least_forehead_rays =
    40;  // of some 150: a sliver at the edge of the field of view is none

bool follows_ears(const SurfaceFigures& surface) {
  if (surface.ear_skin_rays < k_least_rays) return false;
  if (surface.are_ears_unsure && surface.ear_skin_left > k_doubtful_ear_skin_unsure) return true;
  if (surface.ear_skin_left <= k_doubtful_ear_skin) return false;
  return !surface.ear_skin_left_in_noise || *surface.ear_skin_left_in_noise > k_doubtful_ear_skin_in_noise;
}

}  // namespace

Result<DepthField> empty_depth_field(const NiftiImage& image) {
  Volume fine;
  SR_TRY(fine.voxel_to_ras, voxel_to_ras(image.header, "image"));
  for (std::size_t axis = 0; axis < 3; ++axis)
    fine.size[axis] = static_cast<std::size_t>(image.header.size[axis]);
  DepthField field{.size = fine.size};
  field.steps = steps_towards(fine, k_depth_mm);
  field.depth = blocks_of(fine, field.steps);
  return field;
}

void judge_surface(const SurfaceFigures& surface, Defaced& out) {
  out.figures.push_back({"face_rays", static_cast<double>(surface.face_rays)});
  out.figures.push_back({"face_surface_left", surface.face_left});
  out.figures.push_back({"front_moved_mm", surface.front_moved_mm});
  out.figures.push_back({"ear_rays", static_cast<double>(surface.ear_rays)});
  out.figures.push_back({"ear_surface_left", surface.ear_left});
  out.figures.push_back({"forehead_rays", static_cast<double>(surface.forehead_rays)});
  out.figures.push_back({"forehead_skin_left", surface.forehead_skin_left});
  out.figures.push_back({"ear_skin_rays", static_cast<double>(surface.ear_skin_rays)});
  out.figures.push_back({"ear_skin_left", surface.ear_skin_left});
  if (surface.ear_skin_left_in_noise)
    out.figures.push_back({"ear_skin_left_in_noise", *surface.ear_skin_left_in_noise});
  out.figures.push_back({"air_share", surface.air_share});
  if (out.verdict != Verdict::done) return;
  const bool face_stays = surface.face_left > k_doubtful_left || surface.front_moved_mm < k_doubtful_moved_mm;
  const bool ears_stay =
      (surface.ear_rays >= k_least_rays && surface.ear_left > k_doubtful_ears) || follows_ears(surface);
  if (surface.is_place_unsure) {
    out.reason = "the air around the head is bright with noise, and the template head matches poorly";
  } else if (surface.face_rays >= k_least_rays && face_stays) {
    out.reason = "a part of the face's surface stays";
  } else if (ears_stay) {
    out.reason = "a part of the ears' surface stays";
  } else if (surface.forehead_rays >= k_least_forehead_rays &&
             surface.forehead_skin_left > k_doubtful_forehead_skin) {
    out.reason = "what is left of the head follows the skin of the forehead too closely";
  }
  if (!out.reason.empty()) out.verdict = Verdict::doubtful;
}

void add_removed_share(const NiftiImage& image, Defaced& out) {
  out.figures.push_back({"removed_share", static_cast<double>(count_of(out.removed)) /
                                              static_cast<double>(image.header.voxels_per_volume())});
}

}  // namespace shareready
