#include "deface/own_mask.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "deface/fresh_look.hpp"
#include "deface/placed_head.hpp"
#include "deface/removal.hpp"
#include "image/grid.hpp"
#include "image/mask.hpp"

namespace shareready {
namespace {

constexpr double k_grid_tolerance = 0.05;  // of a voxel, at the corners
// What counts as brain: as far inside the subject's own cavity (one voxel of the grid it lies on), and no
// farther from the registered one, since the own one can leak into orbits and nose.
constexpr double k_inside_brain_mm = 2, k_beyond_registered_mm = 4;

// How far apart the two grids put one corner of the image, in voxels.
double farthest_corner(const Volume& mask, const Affine& image_to_ras) {
  const Vec3 spacing = spacing_mm(image_to_ras);
  double farthest = 0;
  for (std::size_t corner = 0; corner < 8; ++corner) {
    Vec3 p{};
    for (std::size_t r = 0; r < 3; ++r)
      p[r] = ((corner >> r) & 1U) != 0 ? static_cast<double>(mask.size[r] - 1) : 0;
    const Vec3 a = mask.voxel_to_ras(p), b = image_to_ras(p);
    const double away = std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    farthest = std::max(farthest, away / std::min({spacing[0], spacing[1], spacing[2]}));
  }
  return farthest;
}

Error unlike(std::string what) {
  return Error{ErrorCode::bad_data,
               "mask",
               std::move(what) + "; draw the mask on the image itself and save it with the image's geometry",
               {}};
}

Status check_same_grid(const NiftiImage& image, const NiftiImage& mask, const Volume& marked) {
  if (mask.header.volumes() != 1) {
    return unlike(
        fmt::format("got a mask of {} volumes, expected one for all volumes", mask.header.volumes()));
  }
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (mask.header.size[axis] == image.header.size[axis]) continue;
    return unlike(fmt::format("got a mask of {} x {} x {} voxels, expected {} x {} x {}", mask.header.size[0],
                              mask.header.size[1], mask.header.size[2], image.header.size[0],
                              image.header.size[1], image.header.size[2]));
  }
  SR_TRY(const Affine image_to_ras, voxel_to_ras(image.header, "image"));
  const double away = farthest_corner(marked, image_to_ras);
  if (away <= k_grid_tolerance) return Done{};
  return unlike(fmt::format("the mask lies up to {:.2f} voxels beside the image, expected less than {}", away,
                            k_grid_tolerance));
}

std::vector<Span> spans_of(const Volume& marked) {
  std::vector<Span> spans;
  for (std::uint64_t at = 0; at < marked.values.size(); ++at) {
    if (marked.values[at] == 0) continue;
    if (!spans.empty() && spans.back().start + spans.back().count == at) {
      ++spans.back().count;
    } else {
      spans.push_back({at, 1});
    }
  }
  return spans;
}

// The removed volume well inside the subject's cranial cavity.
double brain_removed_ml(const Volume& marked, const PlacedHead& placed, const TemplateData& head) {
  Volume outside = placed.face->brain.distance;
  for (float& x : outside.values) x = x > 0 ? 1.0F : 0.0F;
  const Volume inside = distance_mm(outside);
  const Affine to_brain =
      compose(placed.face->ras_to_brain_voxel, compose(placed.image_to_anchor, marked.voxel_to_ras));
  const Affine to_template =
      compose(inverse(placed.template_to_image).value_or(Affine{}), marked.voxel_to_ras);
  std::size_t count = 0;
  for (std::size_t k = 0; k < marked.size[2]; ++k) {
    for (std::size_t j = 0; j < marked.size[1]; ++j) {
      for (std::size_t i = 0; i < marked.size[0]; ++i) {
        if (marked.at(i, j, k) == 0) continue;
        const Vec3 at{static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)};
        if (static_cast<double>(sample(inside, to_brain(at))) <= k_inside_brain_mm) continue;
        if (placed.face->scale * cavity_distance_at(head, to_template(at)) < k_beyond_registered_mm) ++count;
      }
    }
  }
  return static_cast<double>(count) * std::abs(determinant(marked.voxel_to_ras)) / 1000;
}

void doubt(Defaced& out, std::string reason) {
  if (out.verdict == Verdict::done) out.verdict = Verdict::doubtful;
  out.reason = std::move(reason);
}

void judge_own_mask(const NiftiImage& image, const Volume& marked, const PlacedHead& placed,
                    const TemplateData& head, Defaced& out) {
  if (!placed.face || placed.verdict == Verdict::failed) {
    doubt(out, "your mask was used, but the head was not found, so that nothing checks it");
    return;
  }
  const double brain_ml = brain_removed_ml(marked, placed, head);
  out.figures.push_back({"brain_removed_ml", brain_ml});
  Result<DepthField> field = empty_depth_field(image);
  if (!field.ok()) return doubt(out, "your mask was used, but the face's surface could not be judged");
  Volume depth = marked;
  for (float& x : depth.values) x = x != 0 ? 1.0F : 0.0F;
  depth = block_mean(depth, field->steps);
  for (float& x : depth.values) x -= k_mask_level;
  judge_surface(surface_figures(placed, depth, head), out);
  if (placed.verdict == Verdict::doubtful) doubt(out, placed.reason + ": your mask is checked poorly");
  if (brain_ml > 0) doubt(out, "your mask takes a part of the brain");
}

}  // namespace

Result<Defaced> remove_by_mask(NiftiImage& image, const ImageTraits& traits, const NiftiImage& mask,
                               const PlacedHead& placed, const HeadTemplate& head_template, int threads) try {
  SR_TRY(const Volume marked, read_volume(mask, {}, "mask"));
  SR_CHECK(check_same_grid(image, mask, marked));
  Defaced out{.verdict = Verdict::done, .reason = {}, .figures = placed.figures, .removed = spans_of(marked)};
  judge_own_mask(image, marked, placed, *head_template.data, out);
  add_removed_share(image, out);
  remove_voxels(image, out.removed, background_voxel(image, traits));
  if (placed.face && traits.background != Background::zero) {
    SR_CHECK(look_afresh(image, placed, *head_template.data, threads, out));
  }
  return out;
} catch (const std::exception& failure) {
  return Error{ErrorCode::internal, "mask", fmt::format("applying the mask stopped: {}", failure.what()), {}};
}

}  // namespace shareready
