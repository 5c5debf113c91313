#include <fmt/format.h>

#include <cmath>

#include "deface/deface.hpp"
#include "deface/face_data.hpp"
#include "deface/quality.hpp"
#include "image/grid.hpp"
#include "image/nifti.hpp"

namespace shareready {
namespace {

constexpr double k_registration_mm = 4, k_brain_mm = 2;

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

SessionFace locate(const Volume& fine, const TemplateData& head, int threads) {
  auto face = std::make_shared<FaceData>();
  face->coarse = block_mean(fine, steps_towards(fine, k_registration_mm));
  const PoseTarget target = make_pose_target(face->coarse);
  face->found = find_pose(target, head, threads);
  SessionFace out;
  if (!face->found.found) {
    out.reason = "the image shows no head";
    return out;
  }
  face->template_to_ras = template_to_ras(face->found.pose);
  face->ras_to_template = inverse(face->template_to_ras).value_or(Affine{});
  face->scale = std::cbrt(std::abs(determinant(face->template_to_ras)));
  face->brain = find_own_brain(fine, head, face->template_to_ras);
  face->ras_to_brain_voxel = inverse(face->brain.distance.voxel_to_ras).value_or(Affine{});
  const Volume distance = anchor_distance(*face, head);
  const PointRequest request{
      .image = face->coarse, .cavity_distance = distance, .air_level = air_level(face->coarse)};
  face->vault = sample_points(request, face->ras_to_template);
  const Judgement judgement = judge_registration(*face, head);
  out.verdict = judgement.verdict;
  out.reason = judgement.reason;
  out.figures = judgement.figures;
  out.data = std::move(face);
  return out;
}

}  // namespace

Result<SessionFace> find_face(const NiftiImage& anchor, const HeadTemplate& head_template, int threads) try {
  SR_TRY(const Volume fine, read_volume(anchor, {.coarse_mm = k_brain_mm}, "anchor"));
  for (std::size_t size : fine.size) {
    if (size < 2) {
      return Error{ErrorCode::unsupported, "anchor", "expected a 3D image, got a single slice", {}};
    }
  }
  return locate(fine, *head_template.data, threads);
} catch (const std::exception& failure) {
  return Error{ErrorCode::internal, "anchor", fmt::format("registration stopped: {}", failure.what()), {}};
}

}  // namespace shareready
