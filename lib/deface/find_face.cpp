#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "deface/anchor_image.hpp"
#include "deface/deface.hpp"
#include "deface/face_data.hpp"
#include "deface/quality.hpp"
#include "deface/rough_place.hpp"
#include "deface/telling_volume.hpp"
#include "image/grid.hpp"
#include "image/mask.hpp"
#include "image/nifti.hpp"
#include "image/shading.hpp"

namespace shareready {
namespace {

constexpr double k_registration_mm = 4, k_brain_mm = 2;
// Below it the brain's own level, followed from place to place, is enough to tell brain from the rest.
constexpr double k_strong_shading = 0.7;

Volume anchor_distance(const FaceData& face, const TemplateData& head) {
  Volume out = empty_like(face.coarse);
  const Affine to_template = compose(face.ras_to_template, out.voxel_to_ras);
  for (std::size_t k = 0; k < out.size[2]; ++k) {
    for (std::size_t j = 0; j < out.size[1]; ++j) {
      for (std::size_t i = 0; i < out.size[0]; ++i) {
        const Vec3 p = to_template({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        out.values[offset_of(out, i, j, k)] = static_cast<float>(face.scale * cavity_distance_at(head, p));
      }
    }
  }
  return out;
}

Volume around_cavity(Volume distance) {
  constexpr float k_around_mm = 10;
  for (float& x : distance.values) x = x < k_around_mm ? 1.0F : 0.0F;
  return distance;
}

// The image with its edges carried on by so many voxels on every side.
Volume widened(const Volume& v, std::size_t voxels) {
  Volume out{.size = v.size, .voxel_to_ras = v.voxel_to_ras};
  for (std::size_t& size : out.size) size += 2 * voxels;
  const double back = -static_cast<double>(voxels);
  const Vec3 origin = v.voxel_to_ras({back, back, back});
  for (std::size_t r = 0; r < 3; ++r) out.voxel_to_ras.rows[r][3] = origin[r];
  const auto inside = [&](std::size_t at, std::size_t size) {
    return std::clamp(at, voxels, voxels + size - 1) - voxels;
  };
  out.values.reserve(out.size[0] * out.size[1] * out.size[2]);
  for (std::size_t k = 0; k < out.size[2]; ++k) {
    for (std::size_t j = 0; j < out.size[1]; ++j) {
      for (std::size_t i = 0; i < out.size[0]; ++i) {
        out.values.push_back(v.at(inside(i, v.size[0]), inside(j, v.size[1]), inside(k, v.size[2])));
      }
    }
  }
  return out;
}

// mm from the air around the head; air ways narrower than k_air_way_mm are not around it, but what lies
// between head and the edge of the field of view is, however narrow. Nothing where next to no air is seen.
std::optional<Volume> depth_under_skin(const Volume& coarse, float air, int threads) {
  constexpr double k_air_way_mm = 16, k_least_air = 0.05;
  const Vec3 spacing = spacing_mm(coarse.voxel_to_ras);
  const double finest = std::min({spacing[0], spacing[1], spacing[2]});
  Volume open = widened(coarse, static_cast<std::size_t>(std::ceil(k_air_way_mm / finest)));
  for (float& x : open.values) x = x < air ? 1.0F : 0.0F;
  Volume border = empty_like(open);
  for (std::size_t k = 0; k < border.size[2]; ++k) {
    for (std::size_t j = 0; j < border.size[1]; ++j) {
      for (std::size_t i = 0; i < border.size[0]; ++i) {
        const bool is_inner = i > 0 && j > 0 && k > 0 && i + 1 < border.size[0] && j + 1 < border.size[1] &&
                              k + 1 < border.size[2];
        if (!is_inner) border.values[offset_of(border, i, j, k)] = 1;
      }
    }
  }
  const Volume around =
      dilated(connected(eroded(open, k_air_way_mm / 2, threads), border), k_air_way_mm / 2, threads);
  if (static_cast<double>(count_of(around)) < k_least_air * static_cast<double>(around.values.size())) {
    return std::nullopt;
  }
  return distance_mm(around, threads);
}

SessionFace locate(Volume image, const TemplateData& head, int threads,
                   const std::optional<FoundPose>& known = std::nullopt) {
  auto face = std::make_shared<FaceData>();
  auto [fine, air_was_noise] = with_dark_air(std::move(image));
  face->air_was_noise = air_was_noise;
  face->coarse = block_mean(fine, steps_towards(fine, k_registration_mm));
  const Shading shading = find_shading(face->coarse);
  remove_shading(face->coarse, shading);
  face->found = known ? *known : find_pose(make_pose_target(face->coarse), head, threads);
  SessionFace out;
  if (!face->found.found) {
    out.reason = "the image shows no head";
    return out;
  }
  face->template_to_ras = template_to_ras(face->found.pose);
  face->ras_to_template = inverse(face->template_to_ras).value_or(Affine{});
  face->scale = std::cbrt(std::abs(determinant(face->template_to_ras)));
  const Volume distance = anchor_distance(*face, head);
  face->shading = shading_range(shading, around_cavity(distance));
  if (face->shading > k_strong_shading) remove_shading(fine, shading);
  face->brain = find_own_brain(fine, head, face->template_to_ras, threads);
  face->ras_to_brain_voxel = inverse(face->brain.distance.voxel_to_ras).value_or(Affine{});
  const float air = air_level(face->coarse);
  if (auto depth = depth_under_skin(face->coarse, air, threads)) {
    face->sees_air = true;
    face->under_skin = std::move(*depth);
    face->ras_to_under_skin_voxel = inverse(face->under_skin.voxel_to_ras).value_or(Affine{});
  }
  const PointRequest request{.image = face->coarse, .cavity_distance = distance, .air_level = air};
  face->vault = sample_points(request, face->ras_to_template);
  face->surface = measure_face_surface(
      face->coarse, {face->template_to_ras, face->ras_to_brain_voxel, face->brain.distance});
  const Judgement judgement = judge_registration(*face, head);
  face->skull_level = judgement.skull_level;
  face->scalp_level = judgement.scalp_level;
  face->outside_level = judgement.outside_level;
  out.verdict = judgement.verdict;
  out.reason = judgement.reason;
  out.figures = judgement.figures;
  out.data = std::move(face);
  return out;
}

}  // namespace

Result<SessionFace> find_face(const NiftiImage& anchor, const HeadTemplate& head_template, int threads) {
  return find_face_from({}, anchor, head_template, threads);
}

Result<SessionFace> find_face_from(const RoughPlace& rough, const NiftiImage& anchor,
                                   const HeadTemplate& head_template, int threads) try {
  SR_TRY(Volume fine, read_telling_volume(anchor, k_brain_mm, "anchor"));
  for (std::size_t size : fine.size) {
    if (size < 2) {
      return Error{ErrorCode::unsupported, "anchor", "expected a 3D image, got a single slice", {}};
    }
  }
  return locate(std::move(fine), *head_template.data, threads, rough.searched);
} catch (const std::exception& failure) {
  return Error{ErrorCode::internal, "anchor", fmt::format("registration stopped: {}", failure.what()), {}};
}

}  // namespace shareready
