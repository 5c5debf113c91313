#include "deface/rough_place.hpp"

#include <fmt/format.h>

#include "deface/anchor_image.hpp"
#include "deface/head_pose.hpp"
#include "deface/telling_volume.hpp"
#include "image/grid.hpp"
#include "image/nifti.hpp"
#include "image/shading.hpp"

namespace shareready {
namespace {

constexpr double k_read_mm = 2, k_rough_registration_mm = 4;

PoseTarget target_of(const Volume& fine) {
  Volume coarse = block_mean(fine, steps_towards(fine, k_rough_registration_mm));
  remove_shading(coarse, find_shading(coarse));
  return make_pose_target(coarse);
}

Result<Volume> read_fine(const NiftiImage& image) {
  SR_TRY(Volume fine, read_telling_volume(image, k_read_mm, "image"));
  for (const std::size_t size : fine.size) {
    if (size < 2)
      return Error{ErrorCode::unsupported, "image", "expected a 3D image, got a single slice", {}};
  }
  return fine;
}

}  // namespace

Result<PoseTarget> rough_target(const NiftiImage& image) {
  SR_TRY(Volume fine, read_fine(image));
  return target_of(with_dark_air(std::move(fine)).image);
}

Result<PoseTarget> rough_target_of_result(const NiftiImage& result, float air) {
  SR_TRY(Volume fine, read_fine(result));
  return target_of(with_dark_air_and_filling(std::move(fine), air).image);
}

HeadPlace RoughPlace::place() const { return {template_to_ras, ras_to_cavity, head->cavity_distance}; }

Result<RoughPlace> place_roughly(const NiftiImage& image, const HeadTemplate& head_template,
                                 int threads) try {
  SR_TRY(const PoseTarget target, rough_target(image));
  RoughPlace out{.head = head_template.data};
  const FoundPose near = find_pose_near(target, *head_template.data, threads);
  const bool is_enough = near.found && near.pose.score >= k_clear_score;
  if (!is_enough) out.searched = find_pose(target, *head_template.data, threads);
  const FoundPose& found = is_enough ? near : *out.searched;
  if (!found.found) return out;
  out.is_clear = found.pose.score >= k_clear_score && found.rival_score <= found.score_8mm - k_clear_lead;
  out.template_to_ras = template_to_ras(found.pose);
  const Affine ras_to_template = inverse(out.template_to_ras).value_or(Affine{});
  const auto template_to_voxel = inverse(out.head->cavity_distance.voxel_to_ras);
  out.ras_to_cavity = compose(template_to_voxel.value_or(Affine{}), ras_to_template);
  return out;
} catch (const std::exception& failure) {
  return Error{ErrorCode::internal, "image", fmt::format("registration stopped: {}", failure.what()), {}};
}

}  // namespace shareready
