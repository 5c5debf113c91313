#include "deface/face_check.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "deface/anchor_image.hpp"
#include "deface/telling_volume.hpp"
#include "image/grid.hpp"
#include "image/nifti.hpp"

namespace shareready {
namespace {

// docs/adr/0005-defacing-proof.md has the measurements.
constexpr double k_coarse_mm = 4, k_air_grid_mm = 2;
constexpr std::size_t k_fewest_rays = 30;
constexpr double k_upper_face = 0.32, k_lower_face = 0.65, k_nose_mm = 6;
constexpr double k_upper_rest = 0.15, k_lower_rest = 0.25, k_ear_rest = 0.1;
constexpr double k_removed_share = 0.3;
constexpr double k_stripped_share = 0.98, k_outside_mm = 16;

// Of the voxels farther than k_outside_mm from registered and own cavity, the share with the most frequent
// value; 0 where there are next to none.
double outside_constant(const Volume& coarse, const PlacedHead& placed, const TemplateData& head) {
  constexpr std::size_t k_fewest = 1000;
  const Affine to_anchor = compose(placed.image_to_anchor, coarse.voxel_to_ras);
  const FaceData& face = *placed.face;
  std::map<float, std::size_t> counts;
  std::size_t all = 0, most = 0;
  for (std::size_t k = 0; k < coarse.size[2]; ++k) {
    for (std::size_t j = 0; j < coarse.size[1]; ++j) {
      for (std::size_t i = 0; i < coarse.size[0]; ++i) {
        const Vec3 p = to_anchor({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        if (face.scale * cavity_distance_at(head, face.ras_to_template(p)) < k_outside_mm) continue;
        most = std::max(most, ++counts[coarse.at(i, j, k)]);
        ++all;
      }
    }
  }
  return all < k_fewest ? 0 : static_cast<double>(most) / static_cast<double>(all);
}

// The image with noise as bright as the head set to 0, and so what one value fills; nothing where the air is
// dark anyhow.
Result<std::optional<Volume>> with_air_seen(const NiftiImage& image, const Volume& coarse) {
  const bool is_ct = has_ct_numbers(coarse);
  if (!is_ct && !has_bright_border(coarse)) return std::optional<Volume>{};
  SR_TRY(Volume fine, read_telling_volume(image, k_air_grid_mm, "image"));
  const DarkAir dark = with_dark_air_and_filling(std::move(fine));
  if (!is_ct && !dark.was_noise) return std::optional<Volume>{};
  return std::optional(block_mean(dark.image, steps_towards(dark.image, k_coarse_mm)));
}

bool sees_upper(const FaceSurface& s) { return s.upper_rays >= k_fewest_rays; }
bool sees_lower(const FaceSurface& s) { return s.lower_rays >= k_fewest_rays; }

bool shows_rest(const FaceSurface& s) {
  return (sees_upper(s) && s.upper_share >= k_upper_rest) ||
         (sees_lower(s) && s.lower_share >= k_lower_rest) || s.nose_mm >= k_nose_mm ||
         s.ear_share >= k_ear_rest;
}

FaceState state_without_face(const FaceCheck& check) {
  if (check.outside_constant >= k_stripped_share) return FaceState::skull_stripped;
  if (!sees_upper(check.surface) && !sees_lower(check.surface)) return FaceState::out_of_view;
  return check.surface.constant_share >= k_removed_share ? FaceState::removed : FaceState::unclear;
}

}  // namespace

bool shows_face(const FaceSurface& s) {
  return (sees_upper(s) && s.upper_share >= k_upper_face) ||
         (sees_lower(s) && s.lower_share >= k_lower_face) || s.nose_mm >= k_nose_mm;
}

bool shows_rest(const FaceCheck& check) {
  return shows_rest(check.surface) || shows_rest(check.surface_with_noise);
}

Result<FaceCheck> check_face(const NiftiImage& image, const PlacedHead& placed, const TemplateData& head) {
  SR_TRY(const Volume coarse, read_telling_volume(image, k_coarse_mm, "image"));
  const HeadPlace place{placed.template_to_image,
                        compose(placed.face->ras_to_brain_voxel, placed.image_to_anchor),
                        placed.face->brain.distance};
  FaceCheck check{.surface_with_noise = measure_face_surface(coarse, place)};
  SR_TRY(const std::optional<Volume> dark, with_air_seen(image, coarse));
  check.surface = dark ? measure_face_surface(*dark, place) : check.surface_with_noise;
  check.surface.constant_share = check.surface_with_noise.constant_share;  // dark air is no removal
  check.has_ct_numbers = has_ct_numbers(coarse);
  if (check.has_ct_numbers) check.surface_with_noise = check.surface;  // its air is not near 0
  if (shows_face(check.surface)) {
    check.state = FaceState::shown;
    return check;
  }
  check.outside_constant = outside_constant(coarse, placed, head);
  check.state = state_without_face(check);
  return check;
}

}  // namespace shareready
