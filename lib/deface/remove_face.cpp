#include <fmt/format.h>

#include <cmath>

#include "deface/deface.hpp"
#include "deface/placed_head.hpp"
#include "deface/removal.hpp"
#include "deface/surface_figures.hpp"
#include "deface/voxel_removal.hpp"
#include "image/grid.hpp"
#include "image/nifti.hpp"
#include "image/parallel.hpp"

namespace shareready {
namespace {

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

Result<Defaced> remove(NiftiImage& image, const ImageTraits& traits, const PlacedHead& placed,
                       const TemplateData& head, int threads) {
  Defaced out{.verdict = placed.verdict, .reason = placed.reason, .figures = placed.figures, .removed = {}};
  SR_TRY(DepthField field, empty_depth_field(image));
  fill_depths(field.depth, *placed.face, head, placed.image_to_anchor, threads);
  judge_surface(surface_figures(placed.coarse, field.depth, placed.template_to_image, head), out);
  out.removed = spans_where_positive(field.depth, field.steps, field.size);
  add_removed_share(image, out);
  remove_voxels(image, out.removed, background_voxel(image, traits));
  return out;
}

}  // namespace

Result<Defaced> remove_face(NiftiImage& image, const ImageTraits& traits, const PlacedHead& placed,
                            const HeadTemplate& head_template, int threads) try {
  if (!placed.face || placed.verdict == Verdict::failed) {
    return Defaced{
        .verdict = Verdict::failed, .reason = placed.reason, .figures = placed.figures, .removed = {}};
  }
  return remove(image, traits, placed, *head_template.data, threads);
} catch (const std::exception& failure) {
  return Error{ErrorCode::internal, "image", fmt::format("defacing stopped: {}", failure.what()), {}};
}

Result<Defaced> remove_face(NiftiImage& image, const ImageTraits& traits, const SessionFace& face,
                            bool is_anchor, const HeadTemplate& head_template, int threads) {
  SR_TRY(const PlacedHead placed, place_head(image, face, is_anchor, head_template, threads));
  return remove_face(image, traits, placed, head_template, threads);
}

}  // namespace shareready
