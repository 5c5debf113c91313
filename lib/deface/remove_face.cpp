#include <fmt/format.h>

#include <cmath>

#include "deface/deface.hpp"
#include "deface/face_data.hpp"
#include "deface/session_alignment.hpp"
#include "deface/voxel_removal.hpp"
#include "image/grid.hpp"
#include "image/nifti.hpp"
#include "image/parallel.hpp"

namespace shareready {
namespace {

constexpr double k_alignment_mm = 4, k_depth_mm = 3;
constexpr double k_failed_information = 0.2;  // nats
constexpr double k_farthest_mm = 40, k_farthest_degrees = 30;

// The grid of blocks about k_depth_mm wide over the image's own grid, without values.
Volume depth_grid(const NiftiImage& image, const Affine& voxel_to_ras_mm, std::array<std::size_t, 3>& steps) {
  Volume fine{.voxel_to_ras = voxel_to_ras_mm};
  for (std::size_t axis = 0; axis < 3; ++axis)
    fine.size[axis] = static_cast<std::size_t>(image.header.size[axis]);
  steps = steps_towards(fine, k_depth_mm);
  return blocks_of(fine, steps);
}

void fill_depths(Volume& depth, const FaceData& face, const TemplateData& head, const Affine& image_to_anchor,
                 int threads) {
  const Affine to_anchor = compose(image_to_anchor, depth.voxel_to_ras);
  for_each_index(depth.size[2], threads, [&](std::size_t k) {
    for (std::size_t j = 0; j < depth.size[1]; ++j) {
      for (std::size_t i = 0; i < depth.size[0]; ++i) {
        const Vec3 p = to_anchor({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        depth.values[offset_of(depth, i, j, k)] = static_cast<float>(removal_depth(face, head, p));
      }
    }
  });
}

Result<Defaced> remove(NiftiImage& image, const ImageTraits& traits, const SessionFace& session,
                       bool is_anchor, const TemplateData& head, int threads) {
  const FaceData& face = *session.data;
  Defaced out{.verdict = session.verdict, .reason = session.reason, .figures = session.figures};
  Affine image_to_anchor;
  if (!is_anchor) {
    SR_TRY(const Volume coarse, read_volume(image, {.coarse_mm = k_alignment_mm}, "image"));
    const Alignment alignment = align_to_anchor(coarse, face, threads);
    image_to_anchor = inverse(alignment.anchor_to_image).value_or(Affine{});
    out.figures.push_back({"alignment_information_nats", alignment.match.information});
    out.figures.push_back({"alignment_overlap", alignment.match.overlap});
    out.figures.push_back({"alignment_moved_mm", alignment.moved_mm});
    out.figures.push_back({"alignment_turned_degrees", alignment.turned_degrees});
    if (alignment.match.information < k_failed_information || alignment.moved_mm > k_farthest_mm ||
        alignment.turned_degrees > k_farthest_degrees) {
      out.verdict = Verdict::failed;
      out.reason = "the image could not be aligned to the session's anchor";
      return out;
    }
  }
  SR_TRY(const Affine voxel_to_ras_mm, voxel_to_ras(image.header, "image"));
  std::array<std::size_t, 3> steps{};
  Volume depth = depth_grid(image, voxel_to_ras_mm, steps);
  fill_depths(depth, face, head, image_to_anchor, threads);
  std::array<std::size_t, 3> size{};
  for (std::size_t axis = 0; axis < 3; ++axis) size[axis] = static_cast<std::size_t>(image.header.size[axis]);
  const std::vector<Span> spans = spans_where_positive(depth, steps, size);
  out.figures.push_back({"removed_share", static_cast<double>(count_of(spans)) /
                                              static_cast<double>(image.header.voxels_per_volume())});
  remove_voxels(image, spans, background_voxel(image, traits));
  return out;
}

}  // namespace

Result<Defaced> remove_face(NiftiImage& image, const ImageTraits& traits, const SessionFace& face,
                            bool is_anchor, const HeadTemplate& head_template, int threads) try {
  if (!face.data || face.verdict == Verdict::failed) {
    return Defaced{.verdict = Verdict::failed, .reason = face.reason, .figures = face.figures};
  }
  return remove(image, traits, face, is_anchor, *head_template.data, threads);
} catch (const std::exception& failure) {
  return Error{ErrorCode::internal, "image", fmt::format("defacing stopped: {}", failure.what()), {}};
}

}  // namespace shareready
