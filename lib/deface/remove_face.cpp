#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "deface/deface.hpp"
#include "deface/face_check.hpp"
#include "deface/fresh_look.hpp"
#include "deface/placed_head.hpp"
#include "deface/removal.hpp"
#include "deface/surface_figures.hpp"
#include "deface/voxel_removal.hpp"
#include "deface/wrapped_face.hpp"
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

void add_figures(const FaceCheck& before, const FaceCheck& after, Defaced& out) {
  const auto add = [&](const char* name, double value) { out.figures.push_back({name, value}); };
  add("upper_face_before", before.surface.upper_share);
  add("lower_face_before", before.surface.lower_share);
  add("nose_before_mm", before.surface.nose_mm);
  add("ears_before", before.surface.ear_share);
  add("constant_before", before.surface.constant_share);
  add("outside_constant_before", before.outside_constant);
  add("upper_face_after", after.surface.upper_share);
  add("lower_face_after", after.surface.lower_share);
  add("nose_after_mm", after.surface.nose_mm);
  add("ears_after", after.surface.ear_share);
}

void make_doubtful(Defaced& out, const char* reason) {
  if (out.verdict != Verdict::done) return;
  out.verdict = Verdict::doubtful;
  out.reason = reason;
}

// Why there is nothing to remove; nullptr where there is, or where the head's place is not sure enough to
// leave an image as it is.
const char* why_nothing(const FaceCheck& before, const PlacedHead& placed) {
  constexpr double k_sure_score = 0.62;  // brains without skull: 0.66 and more (docs/adr)
  constexpr double k_ears_gone = 0.1;
  if (placed.verdict != Verdict::done || placed.face->found.pose.score < k_sure_score) return nullptr;
  if (before.state == FaceState::skull_stripped) return "already skull-stripped: nothing was removed";
  if (before.state == FaceState::removed && before.surface.ear_share < k_ears_gone) {
    return "already defaced: nothing was removed";
  }
  return nullptr;
}

// Air where the template head has its scalp. Echo planar images have a dark scalp too, outside of a dark
// skull; in a head that is smaller than registered, tissue lies where the skull should. Where the air is
// noise, nothing is as dark as air elsewhere: levels are those above the air beyond the scalp.
bool is_registered_too_large(const FaceData& face) {
  constexpr double k_air = 0.08, k_nearly_air = 0.16, k_tissue = 0.5;  // of the brain (docs/adr/0005)
  constexpr double k_brightest_air = 0.95;                             // of the brain, which noise drowns
  const double air = std::clamp(face.outside_level, 0.0, k_brightest_air);
  const double scalp = (face.scalp_level - air) / (1 - air), skull = (face.skull_level - air) / (1 - air);
  return scalp < k_air || (scalp < k_nearly_air && skull > k_tissue);
}

// What is as bright as brain lies where the template head has its skull, and little where it has its scalp:
// in a head registered rightly the scalp is the brighter of the two, or bone is as bright as it in fat-bright
// heads.
bool has_scalp_at_skull(const FaceData& face) {
  constexpr double k_poor_score = 0.6, k_bright = 0.9, k_to_scalp = 2.9;  // docs/adr/0005
  return face.found.pose.score < k_poor_score && face.skull_level > k_bright &&
         face.skull_level > k_to_scalp * face.scalp_level;
}

// Registered to itself alone, PET with little uptake in the scalp was up to 9 mm off (docs/adr/0005).
bool is_size_untold(const ImageTraits& traits, const PlacedHead& placed) {
  constexpr double k_seen_scalp = 0.22;  // of the brain
  return traits.blurs_skin && placed.by == PlacedBy::itself && placed.face->scalp_level < k_seen_scalp;
}

// What the state of the input says about a result that is done otherwise.
void judge_input(const FaceCheck& before, const PlacedHead& placed, Defaced& out) {
  constexpr double k_trusted_score = 0.6, k_plain_face = 0.6, k_poor_score = 0.5;
  if (before.state == FaceState::shown && placed.face->found.pose.score < k_trusted_score &&
      placed.face->surface.upper_share < k_plain_face) {
    return make_doubtful(
        out, "the template head matches this image poorly, and little of a face is seen where it puts it");
  }
  if (before.state == FaceState::shown && placed.face->found.pose.score < k_poor_score &&
      placed.face->surface.nose_mm == 0) {
    return make_doubtful(out,
                         "the template head matches this image poorly, and no nose is seen in front of it");
  }
  const bool has_scalp = before.state == FaceState::shown || before.state == FaceState::out_of_view;
  if (has_scalp && is_registered_too_large(*placed.face)) {
    return make_doubtful(out, "there is air where the template head has its scalp: the head may be smaller");
  }
  if (before.state == FaceState::shown && has_scalp_at_skull(*placed.face)) {
    return make_doubtful(
        out, "the scalp lies where the template head has its skull: the head may be smaller than registered");
  }
  switch (before.state) {
    case FaceState::unclear:
      if (placed.by != PlacedBy::itself && shows_face(placed.face->surface)) return;  // the anchor shows it
      return make_doubtful(out, "neither a face nor its removal is to be seen where the head was found");
    case FaceState::skull_stripped:
      return make_doubtful(out, "there is nothing around the brain, and its place is not sure");
    case FaceState::removed:
      if (out.verdict == Verdict::done)
        out.reason = "already defaced: what was left of the region was removed";
      return;
    case FaceState::shown:
    case FaceState::out_of_view:
      return;
  }
}

// Takes the region out, whatever it shows.
Result<DepthField> remove_region(NiftiImage& image, const ImageTraits& traits, const PlacedHead& placed,
                                 const TemplateData& head, int threads, Defaced& out) {
  SR_TRY(DepthField field, empty_depth_field(image));
  fill_depths(field.depth, *placed.face, head, placed.image_to_anchor, threads);
  out.removed = spans_where_positive(field.depth, field.steps, field.size);
  add_removed_share(image, out);
  remove_voxels(image, out.removed, background_voxel(image, traits));
  return field;
}

// Phase, real and imaginary parts and field maps: no value in them is skin or air, so that nothing can be
// seen before or after. The magnitude of the same scan, on the same grid, speaks for them.
Result<Defaced> remove_unseen(NiftiImage& image, const ImageTraits& traits, const PlacedHead& placed,
                              const TemplateData& head, int threads) {
  Defaced out{.verdict = placed.verdict, .reason = placed.reason, .figures = placed.figures, .removed = {}};
  SR_TRY(const DepthField field, remove_region(image, traits, placed, head, threads, out));
  if (placed.by != PlacedBy::same_scan) {
    make_doubtful(out,
                  "phase and field map values show no skin, and no magnitude image of the scan was found");
  }
  return out;
}

Result<Defaced> remove(NiftiImage& image, const ImageTraits& traits, const PlacedHead& placed,
                       const TemplateData& head, int threads) {
  if (traits.background == Background::zero) return remove_unseen(image, traits, placed, head, threads);
  Defaced out{.verdict = placed.verdict, .reason = placed.reason, .figures = placed.figures, .removed = {}};
  SR_TRY(const FaceCheck before, check_face(image, placed, head));
  if (const char* nothing = traits.may_be_left ? why_nothing(before, placed) : nullptr) {
    out.reason = nothing;
    add_figures(before, before, out);
    add_removed_share(image, out);
    SR_CHECK(look_afresh(image, placed, head, threads, out));
    return out;
  }
  SR_TRY(const DepthField field, remove_region(image, traits, placed, head, threads, out));
  judge_surface(surface_figures(placed, field.depth, head), out);
  SR_TRY(const FaceCheck after, check_face(image, placed, head));
  add_figures(before, after, out);
  judge_input(before, placed, out);
  if (traits.background == Background::minimum && !before.has_ct_numbers) {
    make_doubtful(out, "CT, but its values are no CT numbers: no such image was measured");
  }
  if (is_size_untold(traits, placed)) {
    make_doubtful(
        out, "PET that shows little of the skin, and no other image of the session to place its head by");
  }
  if (may_be_wrapped(placed, head)) {
    make_doubtful(out,
                  "the field of view cuts the face off, and its opposite edge shows what may be the rest");
  }
  if (shows_rest(after)) make_doubtful(out, "a part of a face is still to be seen in the result");
  // the guide of the scan was looked at with the same mask
  if (placed.by != PlacedBy::same_scan) SR_CHECK(look_afresh(image, placed, head, threads, out));
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
