#include "deface/skullstrip.hpp"

#include <fmt/format.h>

#include "deface/face_check.hpp"
#include "deface/on_grid.hpp"
#include "deface/removal.hpp"

namespace shareready {
namespace {

constexpr double k_border_field_mm = 2;
constexpr double k_sure_score = 0.62;  // as for images that are left as they are, remove_face.cpp

Defaced failed(const PlacedHead& placed, std::string reason) {
  return {.verdict = Verdict::failed, .reason = std::move(reason), .figures = placed.figures, .removed = {}};
}

bool is_stripped_already(const FaceCheck& before, const PlacedHead& placed) {
  return before.state == FaceState::skull_stripped && placed.verdict == Verdict::done &&
         placed.face->found.pose.score >= k_sure_score;
}

Result<DepthField> outside_field(const NiftiImage& image, const PlacedHead& placed, const Volume& outside_mm,
                                 int threads) {
  Volume fine;
  SR_TRY(fine.voxel_to_ras, voxel_to_ras(image.header, "image"));
  for (std::size_t axis = 0; axis < 3; ++axis)
    fine.size[axis] = static_cast<std::size_t>(image.header.size[axis]);
  DepthField field{.steps = steps_towards(fine, k_border_field_mm), .size = fine.size};
  const Volume grid = blocks_of(fine, field.steps);
  const Affine to_template = compose(inverse(placed.template_to_image).value_or(Affine{}), grid.voxel_to_ras);
  const Affine to_node = compose(inverse(outside_mm.voxel_to_ras).value_or(Affine{}), to_template);
  field.depth = on_grid(grid, to_node, threads, [&](const Vec3& node) { return sample(outside_mm, node); });
  return field;
}

// The worse of the two verdicts, with its reason.
void join_verdict(const BrainSurface& surface, Defaced& out) {
  if (surface.verdict <= out.verdict) return;
  out.verdict = surface.verdict;
  out.reason = surface.reason;
}

Result<Defaced> strip(NiftiImage& image, const ImageTraits& traits, const PlacedHead& placed,
                      const BrainSurface& surface, const TemplateData& head, int threads) {
  Defaced out{.verdict = placed.verdict, .reason = placed.reason, .figures = placed.figures, .removed = {}};
  SR_TRY(const FaceCheck before, check_face(image, placed, head));
  if (is_stripped_already(before, placed)) {
    out.reason = "already skull-stripped: nothing was removed";
    add_removed_share(image, out);
    return out;
  }
  out.figures.insert(out.figures.end(), surface.figures.begin(), surface.figures.end());
  join_verdict(surface, out);
  SR_TRY(const DepthField field, outside_field(image, placed, surface.outside_mm, threads));
  out.removed = spans_where_positive(field.depth, field.steps, field.size);
  add_removed_share(image, out);
  remove_voxels(image, out.removed, background_voxel(image, traits));
  SR_TRY(const FaceCheck after, check_face(image, placed, head));
  out.figures.push_back({"upper_face_after", after.surface.upper_share});
  out.figures.push_back({"lower_face_after", after.surface.lower_share});
  out.figures.push_back({"ears_after", after.surface.ear_share});
  if (out.verdict == Verdict::done && shows_rest(after)) {
    out.verdict = Verdict::doubtful;
    out.reason = "a part of a face is still to be seen in the result";
  }
  return out;
}

}  // namespace

Result<Defaced> strip_skull(NiftiImage& image, const ImageTraits& traits, const PlacedHead& placed,
                            const BrainSurface* of_session, const HeadTemplate& head_template,
                            int threads) try {
  if (!placed.face || placed.verdict == Verdict::failed) return failed(placed, placed.reason);
  if (traits.background == Background::minimum) {
    return failed(placed, "CT: bone is bright there, and the edge of the brain is sought at dark bone");
  }
  if (of_session != nullptr && of_session->face == placed.face) {
    return strip(image, traits, placed, *of_session, *head_template.data, threads);
  }
  if (traits.background == Background::zero) {
    return failed(placed, "a phase image shows no bone, and no other image of the session says where it is");
  }
  SR_TRY(const BrainSurface own, find_brain_surface(image, placed, head_template, threads));
  return strip(image, traits, placed, own, *head_template.data, threads);
} catch (const std::exception& failure) {
  return Error{ErrorCode::internal, "image", fmt::format("skull-stripping stopped: {}", failure.what()), {}};
}

}  // namespace shareready
