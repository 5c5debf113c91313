#include <fmt/format.h>

#include <cmath>

#include "deface/deface.hpp"
#include "deface/face_data.hpp"
#include "deface/session_alignment.hpp"
#include "deface/surface_figures.hpp"
#include "deface/voxel_removal.hpp"
#include "image/grid.hpp"
#include "image/nifti.hpp"
#include "image/parallel.hpp"

namespace shareready {
namespace {

constexpr double k_alignment_mm = 4, k_depth_mm = 3;
constexpr double k_least_information = 0.2;  // nats
constexpr double k_least_overlap = 0.3;
constexpr std::size_t k_least_rays = 20;  // fewer: the face is not in view
constexpr double k_doubtful_left = 0.08, k_doubtful_moved_mm = 8;
// Farther apart than this, image and anchor do not share scanner coordinates: the template is registered to
// the image itself, which gives it a verdict of its own.
constexpr double k_farthest_mm = 25, k_farthest_degrees = 15;

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

void judge_surface(const SurfaceFigures& surface, Defaced& out) {
  out.figures.push_back({"face_rays", static_cast<double>(surface.face_rays)});
  out.figures.push_back({"face_surface_left", surface.face_left});
  out.figures.push_back({"front_moved_mm", surface.front_moved_mm});
  out.figures.push_back({"ear_surface_left", surface.ear_left});
  if (out.verdict != Verdict::done || surface.face_rays < k_least_rays) return;
  if (surface.face_left <= k_doubtful_left && surface.front_moved_mm >= k_doubtful_moved_mm) return;
  out.verdict = Verdict::doubtful;
  out.reason = "a part of the face's surface stays";
}

// False where the alignment cannot be right.
bool judge_alignment(const Alignment& alignment, Defaced& out) {
  out.figures.push_back({"alignment_information_nats", alignment.match.information});
  out.figures.push_back({"alignment_overlap", alignment.match.overlap});
  out.figures.push_back({"alignment_moved_mm", alignment.moved_mm});
  out.figures.push_back({"alignment_turned_degrees", alignment.turned_degrees});
  return alignment.match.information >= k_least_information && alignment.match.overlap >= k_least_overlap &&
         alignment.moved_mm <= k_farthest_mm && alignment.turned_degrees <= k_farthest_degrees;
}

std::array<std::size_t, 3> size_of(const NiftiImage& image) {
  std::array<std::size_t, 3> size{};
  for (std::size_t axis = 0; axis < 3; ++axis) size[axis] = static_cast<std::size_t>(image.header.size[axis]);
  return size;
}

// What the image's removal is computed from.
struct Placed {
  const FaceData& face;
  Affine image_to_anchor{};
  const Volume& coarse;  // of the image
};

Result<Defaced> remove(NiftiImage& image, const ImageTraits& traits, const Placed& placed,
                       const TemplateData& head, Defaced out, int threads) {
  SR_TRY(const Affine voxel_to_ras_mm, voxel_to_ras(image.header, "image"));
  std::array<std::size_t, 3> steps{};
  Volume depth = depth_grid(image, voxel_to_ras_mm, steps);
  fill_depths(depth, placed.face, head, placed.image_to_anchor, threads);
  const Affine anchor_to_image = inverse(placed.image_to_anchor).value_or(Affine{});
  const Affine template_to_image = compose(anchor_to_image, placed.face.template_to_ras);
  judge_surface(surface_figures(placed.coarse, depth, template_to_image, head), out);
  const std::vector<Span> spans = spans_where_positive(depth, steps, size_of(image));
  out.figures.push_back({"removed_share", static_cast<double>(count_of(spans)) /
                                              static_cast<double>(image.header.voxels_per_volume())});
  remove_voxels(image, spans, background_voxel(image, traits));
  return out;
}

Result<Defaced> remove_from_other(NiftiImage& image, const ImageTraits& traits, const SessionFace& session,
                                  const HeadTemplate& head_template, int threads) {
  SR_TRY(const Volume coarse, read_volume(image, {.coarse_mm = k_alignment_mm}, "image"));
  Defaced out{.verdict = session.verdict, .reason = session.reason};
  const Alignment alignment = align_to_anchor(coarse, *session.data, threads);
  if (judge_alignment(alignment, out)) {
    const Placed placed{*session.data, inverse(alignment.anchor_to_image).value_or(Affine{}), coarse};
    return remove(image, traits, placed, *head_template.data, std::move(out), threads);
  }
  SR_TRY(const SessionFace own, find_face(image, head_template, threads));
  out.verdict = own.verdict;
  out.reason = own.reason;
  out.figures.insert(out.figures.end(), own.figures.begin(), own.figures.end());
  if (own.verdict == Verdict::failed || !own.data) return out;
  return remove(image, traits, {*own.data, Affine{}, coarse}, *head_template.data, std::move(out), threads);
}

}  // namespace

Result<Defaced> remove_face(NiftiImage& image, const ImageTraits& traits, const SessionFace& face,
                            bool is_anchor, const HeadTemplate& head_template, int threads) try {
  if (!face.data || face.verdict == Verdict::failed) {
    return Defaced{.verdict = Verdict::failed, .reason = face.reason, .figures = face.figures};
  }
  if (!is_anchor) return remove_from_other(image, traits, face, head_template, threads);
  Defaced out{.verdict = face.verdict, .reason = face.reason, .figures = face.figures};
  return remove(image, traits, {*face.data, Affine{}, face.data->coarse}, *head_template.data, std::move(out),
                threads);
} catch (const std::exception& failure) {
  return Error{ErrorCode::internal, "image", fmt::format("defacing stopped: {}", failure.what()), {}};
}

}  // namespace shareready
