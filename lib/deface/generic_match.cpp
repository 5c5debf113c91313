#include "deface/generic_match.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "deface/generic_face.hpp"
#include "deface/template_look.hpp"

namespace shareready {
namespace {

constexpr double k_match_half_width = 48, k_z_from = -134, k_z_to = -10, k_match_ray_step_mm = 4;
constexpr double k_match_front_y = 130, k_back_y = 10, k_match_step_mm = 0.5;
constexpr double k_below_mm = 1.5;  // tissue goes on at least so deep: single voxels of noise do not
constexpr float k_skin_level =
    0.2F;  // from air to brain, as for the scalp whose profile the generic skin has

// Moved by mm, turned by rad, scaled by logarithms about the middle of the face, and its skin mm further out,
// where another threshold would put it.
constexpr std::size_t k_unknowns = 10;
using Unknowns = std::array<double, k_unknowns>;
// How much registrations of one head differ, and thresholds.
constexpr Unknowns k_usual{4, 4, 4, 0.05, 0.05, 0.05, 0.03, 0.03, 0.03, 1};
constexpr Vec3 k_middle{0, 50, -70};
constexpr int k_match_rounds = 15;
constexpr double k_outlier_mm = 4;  // a ray farther off says nothing of the place (Tukey's biweight)

float skin_level(const VolumeLook& look) {
  std::vector<float> brain = values_in_box(look, {-40, -40, 20}, {40, 20, 45}, 4);
  std::vector<float> front = values_in_box(look, {-40, 114, -70}, {40, 130, -10}, 4);
  const float air = quantile(front, 0.5);
  return air + k_skin_level * (quantile(brain, 0.5) - air);
}

// Where a ray from the front meets skin; nothing where it meets none, or the edge of the field of view first.
std::optional<Vec3> skin_at(const VolumeLook& look, double x, double z, float level) {
  bool was_air = false;
  for (double y = k_match_front_y; y > k_back_y; y -= k_match_step_mm) {
    const auto here = look.at({x, y, z}), below = look.at({x, y - k_below_mm, z});
    if (!here || !below) continue;
    const bool is_tissue = *here > level && *below > level;
    if (is_tissue) return was_air ? std::optional(Vec3{x, y, z}) : std::nullopt;
    was_air = true;
  }
  return std::nullopt;
}

std::vector<Vec3> skin_of(const VolumeLook& look) {
  const float level = skin_level(look);
  std::vector<Vec3> skin;
  for (double x = -k_match_half_width; x <= k_match_half_width; x += k_match_ray_step_mm) {
    for (double z = k_z_from; z <= k_z_to; z += k_match_ray_step_mm) {
      if (const auto point = skin_at(look, x, z, level)) skin.push_back(*point);
    }
  }
  return skin;
}

// Small angles: first order.
Vec3 moved(const Unknowns& u, const Vec3& p) {
  Vec3 q{};
  for (std::size_t r = 0; r < 3; ++r) q[r] = (p[r] - k_middle[r]) * std::exp(u[6 + r]);
  return {q[0] + u[4] * q[2] - u[5] * q[1] + k_middle[0] + u[0],
          q[1] + u[5] * q[0] - u[3] * q[2] + k_middle[1] + u[1],
          q[2] + u[3] * q[1] - u[4] * q[0] + k_middle[2] + u[2]};
}

double away(const Unknowns& u, const Vec3& p) { return generic_face_distance(moved(u, p)) - u[9]; }

// a x = b by elimination; a is positive definite, since each unknown is held.
using Matrix = std::array<Unknowns, k_unknowns>;
Unknowns solved(Matrix a, Unknowns b) {
  for (std::size_t i = 0; i < k_unknowns; ++i) {
    for (std::size_t r = i + 1; r < k_unknowns; ++r) {
      const double share = a[r][i] / a[i][i];
      for (std::size_t c = i; c < k_unknowns; ++c) a[r][c] -= share * a[i][c];
      b[r] -= share * b[i];
    }
  }
  for (std::size_t i = k_unknowns; i-- > 0;) {
    for (std::size_t c = i + 1; c < k_unknowns; ++c) b[i] -= a[i][c] * b[c];
    b[i] /= a[i][i];
  }
  return b;
}

// One step of Gauss and Newton, the unknowns held near 0 as loosely as they usually differ.
Unknowns improved(const Unknowns& u, const std::vector<Vec3>& skin) {
  Matrix normal{};
  Unknowns right{};
  for (const Vec3& p : skin) {
    const double residual = away(u, p), share = residual / k_outlier_mm;
    if (std::abs(share) >= 1) continue;
    const double weight = (1 - share * share) * (1 - share * share);
    Unknowns slope{};
    for (std::size_t i = 0; i < k_unknowns; ++i) {
      Unknowns there = u;
      const double step = 0.01 * k_usual[i];
      there[i] += step;
      slope[i] = (away(there, p) - residual) / step;
    }
    for (std::size_t i = 0; i < k_unknowns; ++i) {
      right[i] -= weight * slope[i] * residual;
      for (std::size_t j = 0; j < k_unknowns; ++j) normal[i][j] += weight * slope[i] * slope[j];
    }
  }
  for (std::size_t i = 0; i < k_unknowns; ++i) {
    normal[i][i] += 1 / (k_usual[i] * k_usual[i]);
    right[i] -= u[i] / (k_usual[i] * k_usual[i]);
  }
  Unknowns out = solved(normal, right);
  for (std::size_t i = 0; i < k_unknowns; ++i) out[i] += u[i];
  return out;
}

}  // namespace

GenericMatch match_generic_face(const Volume& fine, const HeadPlace& place) {
  const VolumeLook look{fine, compose(inverse(fine.voxel_to_ras).value_or(Affine{}), place.template_to_ras)};
  const std::vector<Vec3> skin = skin_of(look);
  if (skin.empty()) return {};
  Unknowns best{};
  for (int round = 0; round < k_match_rounds; ++round) best = improved(best, skin);
  std::vector<double> off;
  for (const Vec3& p : skin) off.push_back(std::abs(away(best, p)));
  std::sort(off.begin(), off.end());
  const auto near = std::upper_bound(off.begin(), off.end(), GenericMatch::k_near_mm) - off.begin();
  return {.rays = off.size(),
          .near_share = static_cast<double>(near) / static_cast<double>(off.size()),
          .middle_mm = off[off.size() / 2]};
}

}  // namespace shareready
