#include "deface/brain_refine.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "deface/brain_border.hpp"
#include "deface/brain_box.hpp"
#include "deface/brain_shape.hpp"
#include "deface/brain_slices.hpp"
#include "deface/on_grid.hpp"
#include "deface/template_look.hpp"
#include "image/mask.hpp"

namespace shareready {
namespace {

// Kept beyond the border: brain lost is worse than skull kept. Less where fluid is bright, which shows bone's
// edge; where it is as dark as bone, more along the sagittal sinus, which lies between fluid and bone.
constexpr double k_margin_mm = 1, k_bright_fluid_margin_mm = 0.6;
constexpr double k_sinus_margin_mm = 2, k_sinus_half_width_mm = 14;
constexpr double k_sinus_front_z = 8, k_sinus_back_z = -14;
// Of that, less behind the crown and more at the forehead: there the sinus lies deeper, and here it is wider.
constexpr double k_crown_back_y = -24, k_crown_back_z = 46, k_crown_back_mm = 2.25;
constexpr double k_forehead_y = 46, k_forehead_mm = 0.5;
// And beside the sinus from the forehead to the crown, where veins cross the fluid.
constexpr double k_veins_margin_mm = 0.4, k_veins_back_y = -20, k_veins_z = 34, k_veins_side_mm = 20;
// More below the temporal and frontal lobes, where bone is thin and what lies beyond it is as bright as
// brain.
constexpr double k_base_margin_mm = 0.5, k_base_top_mm = -12, k_base_back_mm = -50, k_base_ramp_mm = 8;
// And below the cerebellum, beside the foramen magnum.
constexpr double k_cerebellum_margin_mm = 0.5, k_cerebellum_top_mm = -48, k_cerebellum_front_mm = -30,
                 k_cerebellum_side_mm = 8;
// Voxels larger than 1 mm in all directions blur the border: so many mm more for each of theirs.
constexpr double k_blur_margin = 1, k_most_blur_mm = 1;
constexpr float k_dark_fluid = 0.6F;  // of the brain's level
// Surely inside: deep in the border assumed and in the registered cavity. Surely outside: as far beyond the
// border, or as near to the skin.
constexpr double k_core_mm = -2.5, k_cavity_core_mm = -2, k_far_mm = 4.25;
constexpr float k_skin_mm = 3.5F;
// Medulla and cord go on: below, the border assumed ends them, but not the cerebellum at their sides.
constexpr double k_stem_top_mm = -62, k_stem_ramp_mm = 8, k_stem_half_width_mm = 30;
// Thick slices blur the vault's bone away where they cut it obliquely: fluid between gyri can be the darkest
// line there. Above, where that line lies inside of the border assumed, what the profiles of many places
// agree on is kept as well; and a little more of the sinus at the forehead.
constexpr double k_thin_mm = 2, k_thick_mm = 4, k_thick_forehead_mm = 0.25;
// The outermost of them hold brain and bone in one, without a dark line between: where the border assumed
// faces the next slice (cosine), it is kept with so much around it.
constexpr double k_facing = 0.6, k_facing_ramp = 0.3, k_facing_margin_mm = 1;
constexpr double k_vault_z = 34, k_vault_margin_mm = 1;
constexpr double k_agreed_mm = 0.5, k_agreed_ramp_mm = 0.75, k_dispute_mm = 1, k_dispute_ramp_mm = 0.5;
// Where the border is not plain, thick slices of a thin skull lead it through the brain: what defacing takes
// for the subject's own brain stays as well, in full where slices are thick, not at all where they are thin.
constexpr double k_own_brain_off_mm = 2;
// The cisterns are ellipsoids that reach into bone; the border found goes before within this of their
// surface.
constexpr double k_cistern_slack_mm = 1;
constexpr float k_near_notch_mm = 3;
constexpr float k_reach_mm = 12;  // farther from the border assumed nothing changes

// Whether the ventricles are as dark as bone, as in T1w and FLAIR.
bool has_dark_fluid(const VolumeLook& look) {
  std::vector<float> ventricles = values_in_box(look, {-16, -20, 8}, {16, 20, 22}, 2);
  std::vector<float> brain = values_in_box(look, {-40, -40, 20}, {40, 20, 45}, 2);
  return quantile(ventricles, 0.1) < k_dark_fluid * quantile(brain, 0.5);
}

double ramp(double mm) { return std::clamp(mm / k_base_ramp_mm, 0.0, 1.0); }

double base_margin(const Vec3& p) {
  const double base = ramp(k_base_top_mm - p[2]) * ramp(p[1] - k_base_back_mm);
  const double floor = ramp(k_cerebellum_top_mm - p[2]) * ramp(k_cerebellum_front_mm - p[1]);
  return k_base_margin_mm * base +
         k_cerebellum_margin_mm * floor * ramp(std::abs(p[0]) - k_cerebellum_side_mm);
}

double sinus_margin(const Vec3& p, double thick_slices) {
  const double lowest = p[1] < 0 ? k_sinus_back_z : k_sinus_front_z;
  const double sinus = ramp(k_sinus_half_width_mm + k_base_ramp_mm - std::abs(p[0])) * ramp(p[2] - lowest);
  const double forehead = k_forehead_mm + k_thick_forehead_mm * thick_slices;
  const double crown = k_crown_back_mm * ramp(k_crown_back_y - p[1]) * ramp(p[2] - k_crown_back_z);
  return sinus * (k_sinus_margin_mm - crown + forehead * ramp(p[1] - k_forehead_y));
}

double veins_margin(const Vec3& p) {
  return k_veins_margin_mm * ramp(p[1] - k_veins_back_y) * ramp(p[2] - k_veins_z) *
         ramp(std::abs(p[0]) - k_veins_side_mm);
}

// What the margin depends on beside the place.
struct BorderTraits {
  bool dark_fluid = false, assumed_plainly = false;
  double thick_slices = 0;  // 0 where they are thin, 1 where they are thick
  std::size_t slice_axis = 0;
  Vec3 to_next_slice{};  // the way there in template space, of length 1
};

double vault_margin(const Vec3& p, double assumed_mm, double found_mm, const BorderTraits& traits) {
  if (!traits.assumed_plainly) return 0;
  const double agreed = std::clamp((k_agreed_mm - assumed_mm) / k_agreed_ramp_mm, 0.0, 1.0);
  const double dispute = std::clamp((found_mm - assumed_mm - k_dispute_mm) / k_dispute_ramp_mm, 0.0, 1.0);
  return k_vault_margin_mm * traits.thick_slices * ramp(p[2] - k_vault_z) * agreed * dispute;
}

double margin_at(const Vec3& p, double assumed_mm, double found_mm, const BorderTraits& traits) {
  if (!traits.dark_fluid) return k_bright_fluid_margin_mm + base_margin(p);
  return k_margin_mm + base_margin(p) + sinus_margin(p, traits.thick_slices) + veins_margin(p) +
         vault_margin(p, assumed_mm, found_mm, traits);
}

double length_of(const Vec3& v) { return std::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]); }

void look_at_slices(const Volume& image, const Affine& to_template, BorderTraits& traits) {
  const Vec3 spacing = spacing_mm(image.voxel_to_ras);
  const auto axis =
      static_cast<std::size_t>(std::max_element(spacing.begin(), spacing.end()) - spacing.begin());
  traits.slice_axis = axis;
  traits.thick_slices = std::clamp((spacing[axis] - k_thin_mm) / (k_thick_mm - k_thin_mm), 0.0, 1.0);
  for (std::size_t r = 0; r < 3; ++r) traits.to_next_slice[r] = to_template.rows[r][axis];
  const double length = std::max(length_of(traits.to_next_slice), 1e-9);
  for (double& x : traits.to_next_slice) x /= length;
}

// How much of the way from the border found to the one assumed is gone at p: 1 where that faces the next
// slice.
template <typename AssumedAt>
double facing_slices(const Vec3& p, const BorderTraits& traits, const AssumedAt& assumed_at) {
  constexpr double k_arm_mm = 3;
  if (!traits.assumed_plainly || traits.thick_slices <= 0) return 0;
  Vec3 outwards{};
  double along = 0;
  for (std::size_t r = 0; r < 3; ++r) {
    Vec3 low = p, high = p;
    low[r] -= k_arm_mm;
    high[r] += k_arm_mm;
    outwards[r] = static_cast<double>(assumed_at(high) - assumed_at(low));
    along += outwards[r] * traits.to_next_slice[r];
  }
  const double cosine = std::abs(along) / std::max(length_of(outwards), 1e-9);
  return traits.thick_slices * std::clamp((cosine - k_facing) / k_facing_ramp, 0.0, 1.0);
}

// Where the subject's own brain ends at the latest: mm outside of it.
double own_brain_outside(const FaceData& face, const Vec3& p, const BorderTraits& traits) {
  if (traits.assumed_plainly || traits.thick_slices <= 0) return std::numeric_limits<double>::max();
  const Vec3 voxel = face.ras_to_brain_voxel(face.template_to_ras(p));
  return static_cast<double>(sample(face.brain.distance, voxel)) +
         k_own_brain_off_mm * (1 - traits.thick_slices);
}

double blur_margin(const Volume& image) {
  const Vec3 spacing = spacing_mm(image.voxel_to_ras);
  const double least = *std::min_element(spacing.begin(), spacing.end());
  return std::clamp(k_blur_margin * (least - 1), 0.0, k_most_blur_mm);
}

bool is_under_skin(const FaceData& face, const Vec3& p) {
  if (!face.sees_air) return false;
  return sample(face.under_skin, face.ras_to_under_skin_voxel(face.template_to_ras(p))) < k_skin_mm;
}

float what_is_sure(const FaceData& face, const TemplateData& head, double outside_mm, const Vec3& p) {
  const double stem = std::clamp((k_stem_top_mm - p[2]) / k_stem_ramp_mm, 0.0, 1.0) *
                      ramp(k_stem_half_width_mm + k_base_ramp_mm - std::abs(p[0]));
  if (outside_mm > k_far_mm * (1 - stem)) return k_surely_outside;
  if (outside_mm > 0 && is_under_skin(face, p)) return k_surely_outside;
  const bool is_core = outside_mm < k_core_mm && face.scale * cavity_distance_at(head, p) < k_cavity_core_mm;
  return is_core ? k_surely_inside : 0.0F;
}

float level_of_core(const Volume& image, const Volume& surely) {
  std::vector<float> core;
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    if (surely.values[at] == k_surely_inside) core.push_back(image.values[at]);
  }
  return core.empty() ? 0 : quantile(core, 0.5);
}

// Keeps what notches of thick slices hold of the brain.
void fill_notches(const Volume& box, const Affine& to_template, const Volume& surely, std::size_t slice_axis,
                  Volume& outside_mm, int threads) {
  const Affine to_node = inverse(outside_mm.voxel_to_ras).value_or(Affine{});
  const Volume outside =
      on_grid(box, to_template, threads, [&](const Vec3& p) { return sample(outside_mm, to_node(p)); });
  const Volume notches =
      notches_in_slices({box, outside, to_template, level_of_core(box, surely), slice_axis}, threads);
  if (count_of(notches) == 0) return;
  const Volume whole = mask_where(
      box, [&](std::size_t at) { return outside.values[at] < 0 || notches.values[at] > k_mask_level; });
  const Volume whole_mm = signed_distance_mm(whole, threads), notch_mm = distance_mm(notches, threads);
  const Affine to_voxel = inverse(to_template).value_or(Affine{});
  outside_mm = on_grid(outside_mm, outside_mm.voxel_to_ras, threads, [&](const Vec3& p) {
    const Vec3 voxel = to_voxel(p);
    const float before = sample(outside_mm, to_node(p));
    return sample(notch_mm, voxel) < k_near_notch_mm ? std::min(before, sample(whole_mm, voxel)) : before;
  });
}

}  // namespace

void refine_outside(const Volume& fine, const PlacedHead& placed, const TemplateData& head,
                    bool assumed_plainly, Volume& outside_mm, int threads) {
  const FaceData& face = *placed.face;
  const Volume box = box_around_brain(fine, placed.template_to_image);
  const Affine to_template = compose(inverse(placed.template_to_image).value_or(Affine{}), box.voxel_to_ras);
  const Affine to_node = inverse(outside_mm.voxel_to_ras).value_or(Affine{});
  const auto assumed_at = [&](const Vec3& p) { return sample(outside_mm, to_node(p)); };
  const Volume cavity = on_grid(box, to_template, threads,
                                [&](const Vec3& p) { return face.scale * cavity_distance_at(head, p); });
  const Volume assumed = on_grid(box, to_template, threads, assumed_at);
  const Volume surely = on_grid(box, to_template, threads, [&](const Vec3& p) {
    return what_is_sure(face, head, static_cast<double>(assumed_at(p)), p);
  });
  const Volume border = find_border({box, cavity, assumed, surely}, threads);
  const Affine to_voxel = inverse(to_template).value_or(Affine{});
  BorderTraits traits{.dark_fluid = has_dark_fluid({box, to_voxel}), .assumed_plainly = assumed_plainly};
  look_at_slices(box, to_template, traits);
  const double blur = blur_margin(fine);
  outside_mm = on_grid(outside_mm, outside_mm.voxel_to_ras, threads, [&](const Vec3& p) {
    const float before = assumed_at(p);
    if (std::abs(before) > k_reach_mm) return before;
    const auto cistern = static_cast<float>(face.scale * (cistern_distance(p) + k_cistern_slack_mm));
    const float found = sample(border, to_voxel(p));
    const double margin = margin_at(p, static_cast<double>(before), static_cast<double>(found), traits);
    double skull = static_cast<double>(found) - margin;
    const double beyond_assumed = skull - (static_cast<double>(before) - k_facing_margin_mm);
    if (beyond_assumed > 0) skull -= beyond_assumed * facing_slices(p, traits, assumed_at);
    skull = std::min(skull, own_brain_outside(face, p, traits));
    return std::min(static_cast<float>(skull), cistern) - static_cast<float>(blur);
  });
  if (assumed_plainly && traits.dark_fluid && traits.thick_slices >= 1) {
    fill_notches(box, to_template, surely, traits.slice_axis, outside_mm, threads);
  }
}

}  // namespace shareready
