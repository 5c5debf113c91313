#include "deface/quality.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "image/grid.hpp"

namespace shareready {
namespace {

// docs/adr/0003-defacing-thresholds.md has the measurements.
constexpr double k_failed_score = 0.3, k_doubtful_score = 0.42;  // told in share/defacing_figures.tsv
constexpr double k_doubtful_score_in_noise = 0.6;
constexpr double k_doubtful_lead = 0.03;
constexpr double k_smallest_measured_scale = 0.62;  // geometric mean: a newborn's; an adult has 0.93
constexpr double k_failed_symmetry = 0.4, k_doubtful_symmetry = 0.6;
constexpr double k_smallest_scale = 0.5, k_largest_scale = 1.25, k_failed_stretch = 1.35,
                 k_failed_shear = 0.2;
// The brightest to the darkest part of the vault, and the score that must be reached above it.
struct ShadingLimit {
  double shading, least_score;
};
constexpr std::array<ShadingLimit, 3> k_shading_limits{{{3.5, 0.58}, {4.0, 0.61}, {5.0, 10}}};

// Correlation of the image with itself across the head's midsagittal plane, in the vault.
double symmetry_of(const FaceData& face) {
  const Affine to_voxel = inverse(face.coarse.voxel_to_ras).value_or(Affine{});
  Affine mirror;
  mirror.rows[0][0] = -1;
  const Affine across =
      compose(to_voxel, compose(face.template_to_ras, compose(mirror, face.ras_to_template)));
  double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (std::size_t i = 0; i < face.vault.count(); ++i) {
    const Vec3 mm{static_cast<double>(face.vault.x[i]), static_cast<double>(face.vault.y[i]),
                  static_cast<double>(face.vault.z[i])};
    const Vec3 there = across(mm);
    bool inside = true;
    for (std::size_t r = 0; r < 3; ++r)
      inside = inside && there[r] >= 0 && there[r] <= static_cast<double>(face.coarse.size[r] - 1);
    if (!inside) continue;
    const auto a = static_cast<double>(sample(face.coarse, to_voxel(mm)));
    const auto b = static_cast<double>(sample(face.coarse, there));
    n += 1;
    sa += a;
    sb += b;
    saa += a * a;
    sbb += b * b;
    sab += a * b;
  }
  if (n < 100) return 0;
  const double va = saa / n - sa * sa / n / n, vb = sbb / n - sb * sb / n / n;
  return va > 0 && vb > 0 ? (sab / n - sa * sb / n / n) / std::sqrt(va * vb) : 0;
}

// Between two distances from the registered cavity, mm in template space.
struct Ring {
  double from_mm = 0, to_mm = 0;
  double sum = 0, count = 0;
};

// Sums the intensities of each ring above the skull base.
template <std::size_t Count>
std::array<Ring, Count> rings_around(std::array<Ring, Count> rings, const FaceData& face,
                                     const TemplateData& head) {
  const Affine to_template = compose(face.ras_to_template, face.coarse.voxel_to_ras);
  for (std::size_t k = 0; k < face.coarse.size[2]; ++k) {
    for (std::size_t j = 0; j < face.coarse.size[1]; ++j) {
      for (std::size_t i = 0; i < face.coarse.size[0]; ++i) {
        const Vec3 p = to_template({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        if (p[2] < 0) continue;
        const double d = cavity_distance_at(head, p);
        for (Ring& ring : rings) {
          if (d < ring.from_mm || d > ring.to_mm) continue;
          ring.sum += static_cast<double>(face.coarse.at(i, j, k));
          ring.count += 1;
        }
      }
    }
  }
  return rings;
}

// Its mean intensity relative to the brain's.
double level_of(const Ring& ring, const FaceData& face) {
  return ring.count > 0 && face.brain.brain_level > 0 ? ring.sum / ring.count / face.brain.brain_level : 0;
}

double cavity_ml(const TemplateData& head) {
  const double voxel_ml = std::abs(determinant(head.cavity_distance.voxel_to_ras)) / 1000;
  return voxel_ml * static_cast<double>(std::count_if(head.cavity_distance.values.begin(),
                                                      head.cavity_distance.values.end(),
                                                      [](float d) { return d <= 0; }));
}

std::string why_failed(const FaceData& face, double symmetry) {
  const auto& p = face.found.pose.parameters;
  const double largest = std::max({p[6], p[7], p[8]}), smallest = std::min({p[6], p[7], p[8]});
  const double shear = std::max({std::abs(p[9]), std::abs(p[10]), std::abs(p[11])});
  if (face.found.pose.score < k_failed_score) return "the template head does not match this image";
  if (smallest < std::log(k_smallest_scale) || largest > std::log(k_largest_scale) ||
      largest - smallest > std::log(k_failed_stretch) || shear > k_failed_shear) {
    return "the registration gives the head a size or shape that heads do not have";
  }
  if (symmetry < k_failed_symmetry) return "left and right of the registered head do not look alike";
  return {};
}

bool is_too_shaded(const FaceData& face) {
  return std::any_of(k_shading_limits.begin(), k_shading_limits.end(), [&](const ShadingLimit& limit) {
    return std::exp(face.shading) > limit.shading && face.found.pose.score < limit.least_score;
  });
}

std::string why_doubtful(const FaceData& face, double symmetry) {
  if (face.found.pose.score < k_doubtful_score) return "the template head matches this image poorly";
  if (face.air_was_noise && face.found.pose.score < k_doubtful_score_in_noise) {
    return "the air around the head is noise, and the template head matches poorly";
  }
  if (symmetry < k_doubtful_symmetry) return "left and right of the registered head differ";
  if (face.found.searched_widely && face.found.score_8mm - face.found.rival_score < k_doubtful_lead) {
    return "the head fits as well in another place or orientation";
  }
  if (face.scale < k_smallest_measured_scale) {
    return "the head is as small as a newborn's: where its skin ends was not measured on such heads";
  }
  if (is_too_shaded(face)) {
    return "parts of the head are so much darker than others that the brain's border cannot be told";
  }
  return {};
}

}  // namespace

Judgement judge_registration(const FaceData& face, const TemplateData& head) {
  const auto& p = face.found.pose.parameters;
  const double symmetry = symmetry_of(face);
  const auto rings = rings_around(std::array<Ring, 3>{{{5, 9}, {11, 16}, {30, 40}}}, face, head);
  const double skull = level_of(rings[0], face), scalp = level_of(rings[1], face),
               outside = level_of(rings[2], face);
  Judgement out;
  out.skull_level = skull;
  out.scalp_level = scalp;
  out.outside_level = outside;
  const auto add = [&](const char* name, double value) { out.figures.push_back({name, value}); };
  add("information_nats", face.found.match.information);
  add("overlap", face.found.match.overlap);
  add("score", face.found.pose.score);
  add("search_score", face.found.score_8mm);
  add("rival_score", face.found.rival_score);
  add("searched_widely", face.found.searched_widely ? 1 : 0);
  add("scale_x", std::exp(p[6]));
  add("scale_y", std::exp(p[7]));
  add("scale_z", std::exp(p[8]));
  add("largest_shear", std::max({std::abs(p[9]), std::abs(p[10]), std::abs(p[11])}));
  add("symmetry", symmetry);
  add("shading", std::exp(face.shading));
  add("skull_level", skull);
  add("scalp_level", scalp);
  add("outside_level", outside);
  add("own_cavity_ml", face.brain.volume_ml);
  add("brain_beyond_mm", face.brain.beyond_mm);
  add("brain_at_limit_share", face.brain.at_limit_share);
  add("noise", face.brain.noise);
  add("own_to_registered_volume", face.brain.volume_ml / (cavity_ml(head) * std::pow(face.scale, 3)));
  out.reason = why_failed(face, symmetry);
  if (!out.reason.empty()) return out;
  out.reason = why_doubtful(face, symmetry);
  out.verdict = out.reason.empty() ? Verdict::done : Verdict::doubtful;
  return out;
}

}  // namespace shareready
