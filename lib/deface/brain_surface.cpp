#include "deface/brain_surface.hpp"

#include <algorithm>
#include <cmath>

#include "deface/anchor_image.hpp"
#include "deface/brain_fit.hpp"
#include "deface/brain_refine.hpp"
#include "deface/telling_volume.hpp"
#include "image/grid.hpp"

namespace shareready {
namespace {

constexpr double k_image_mm = 1;
// Kept beyond what the profiles show, on the brain's side of the bone (brain_refine.hpp adds its own margin).
constexpr double k_surface_margin_mm = 0.25;
// More where the brain that defacing protects (own_brain.hpp: safe, not tight) goes on beyond the border.
constexpr double k_own_brain_margin_mm = 0.5;
// More at the temporal poles and behind the orbits, where thin bone beside air and fat draws the border
// inwards by 1 to 2 mm in every head that was measured.
constexpr double k_pole_margin_mm = 2.25, k_pole_top_mm = -12, k_pole_back_mm = -14, k_ramp_mm = 8;
// More at the crown and in front, where fluid between brain and bone is widest and as dark as bone in T1w.
constexpr double k_crown_margin_mm = 1, k_crown_mm = 35;
constexpr double k_front_margin_mm = 1.75, k_front_mm = 40, k_front_bottom_mm = -20;
// More below the cerebellum, where muscle lies against thin bone.
constexpr double k_floor_margin_mm = 0.5, k_floor_top_mm = -40, k_floor_front_mm = -14;
// Between the surface points, and far from them.
constexpr double k_near_sigma_mm = 4, k_far_sigma_mm = 14;
constexpr float k_far_weight = 1e-3F;

// What was seen on heads that came out right (docs/adr/0006); outside of it: doubtful.
constexpr double k_least_in_view = 0.75, k_least_clear = 0.8;
constexpr double k_most_correction_mm = 1.5, k_most_spread_mm = 2.7;
constexpr double k_least_beyond_mm = 0, k_most_beyond_mm = 7.5;

std::size_t nearest_node(const Volume& grid, const Vec3& point) {
  std::array<std::size_t, 3> at{};
  for (std::size_t r = 0; r < 3; ++r) {
    const double position = (point[r] - grid.voxel_to_ras.rows[r][3]) / grid.voxel_to_ras.rows[r][r];
    at[r] = static_cast<std::size_t>(
        std::clamp(std::round(position), 0.0, static_cast<double>(grid.size[r] - 1)));
  }
  return offset_of(grid, at[0], at[1], at[2]);
}

// The border's place beyond the registered surface, everywhere in template space.
Volume spread_over_space(const BrainProfiles& profiles, const BrainFit& fit) {
  Volume sum = brain_grid(), weight = sum;
  for (std::size_t p = 0; p < profiles.count(); ++p) {
    if (is_cistern(profiles.points[p].place)) continue;
    const std::size_t node = nearest_node(sum, profiles.points[p].place);
    sum.values[node] += fit.beyond_mm[p];
    weight.values[node] += 1;
  }
  Volume far_sum = sum, far_weight = weight;
  for (Volume* v : {&sum, &weight}) smooth(*v, k_near_sigma_mm);
  for (Volume* v : {&far_sum, &far_weight}) smooth(*v, k_far_sigma_mm);
  const auto mean = static_cast<float>(fit.mean_beyond_mm);
  for (std::size_t at = 0; at < sum.values.size(); ++at) {
    constexpr float k_faith = 1e-9F;  // in the mean, where no point is near
    const float w = weight.values[at] + k_far_weight * far_weight.values[at] + k_faith;
    sum.values[at] = (sum.values[at] + k_far_weight * far_sum.values[at] + k_faith * mean) / w;
  }
  return sum;
}

// 0 up to `from`, 1 from k_ramp_mm beyond.
double ramp(double x, double from) { return std::clamp((x - from) / k_ramp_mm, 0.0, 1.0); }

double surface_margin_at(const Vec3& p) {
  const double pole = ramp(-p[2], -k_pole_top_mm) * ramp(p[1], k_pole_back_mm);
  const double floor = ramp(-p[2], -k_floor_top_mm) * ramp(-p[1], -k_floor_front_mm);
  const double front = ramp(p[1], k_front_mm) * ramp(p[2], k_front_bottom_mm);
  return k_surface_margin_mm + k_pole_margin_mm * pole + k_crown_margin_mm * ramp(p[2], k_crown_mm) +
         k_floor_margin_mm * floor + k_front_margin_mm * front;
}

double own_brain_margin(const FaceData& face, const Vec3& p) {
  const Vec3 voxel = face.ras_to_brain_voxel(face.template_to_ras(p));
  return sample(face.brain.distance, voxel) > 0 ? 0 : k_own_brain_margin_mm;
}

Volume outside_distance(const TemplateData& head, const FaceData& face, const Volume& beyond_mm,
                        double scale) {
  Volume out = empty_like(beyond_mm);
  for (std::size_t k = 0; k < out.size[2]; ++k) {
    for (std::size_t j = 0; j < out.size[1]; ++j) {
      for (std::size_t i = 0; i < out.size[0]; ++i) {
        const Vec3 p =
            out.voxel_to_ras({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        const std::size_t at = offset_of(out, i, j, k);
        const double skull = scale * cavity_distance_at(head, p) - static_cast<double>(beyond_mm.values[at]) -
                             surface_margin_at(p) - own_brain_margin(face, p);
        out.values[at] = static_cast<float>(std::min(skull, scale * cistern_distance(p)));
      }
    }
  }
  return out;
}

const char* why_fit_doubtful(const BrainFit& fit) {
  if (fit.in_view_share < k_least_in_view) return "too much of the skull lies outside of the image";
  if (fit.clear_share < k_least_clear) return "the edge between brain and skull is not seen plainly enough";
  if (std::abs(fit.correction_mm) > k_most_correction_mm || fit.spread_mm > k_most_spread_mm) {
    return "the edge between brain and skull is not where brain and head agree on";
  }
  if (fit.mean_beyond_mm < k_least_beyond_mm || fit.mean_beyond_mm > k_most_beyond_mm) {
    return "the skull lies farther from the registered brain than in any head that was measured";
  }
  return nullptr;
}

void judge_fit(const BrainFit& fit, const PlacedHead& placed, BrainSurface& out) {
  out.figures = {{"skull_in_view_share", fit.in_view_share},
                 {"skull_edge_clear_share", fit.clear_share},
                 {"skull_edge_correction_mm", fit.correction_mm},
                 {"skull_beyond_template_mm", fit.mean_beyond_mm},
                 {"skull_beyond_template_spread_mm", fit.spread_mm}};
  out.verdict = placed.verdict;
  out.reason = placed.reason;
  if (out.verdict != Verdict::done) return;
  const char* doubt = why_fit_doubtful(fit);
  out.verdict = Verdict::doubtful;
  out.reason = doubt == nullptr ? k_brain_border_unproven : doubt;
}

}  // namespace

Result<BrainSurface> find_brain_surface(const NiftiImage& image, const PlacedHead& placed,
                                        const HeadTemplate& head_template, int threads) {
  BrainSurface out{.face = placed.face, .reason = placed.reason};
  if (!placed.face || placed.verdict == Verdict::failed) return out;
  const TemplateData& head = *head_template.data;
  SR_TRY(Volume fine, read_telling_volume(image, k_image_mm, "image"));
  fine = with_dark_air(std::move(fine)).image;
  const BrainProfiles profiles = brain_profiles(fine, head, placed.template_to_image, threads);
  const BrainFit fit = fit_brain(profiles, threads);
  const double scale = std::cbrt(std::abs(determinant(placed.template_to_image)));
  out.outside_mm = outside_distance(head, *placed.face, spread_over_space(profiles, fit), scale);
  refine_outside(fine, placed, head, why_fit_doubtful(fit) == nullptr, out.outside_mm, threads);
  judge_fit(fit, placed, out);
  return out;
}

}  // namespace shareready
