#include "deface/head_pose.hpp"

#include <cmath>

namespace shareready {
namespace {

constexpr Vec3 k_cavity_centre{0, -18, 10};  // template mm
const double k_usual_log_scale = std::log(0.93);
constexpr double k_scale_sd = 0.12, k_stretch_sd = 0.06, k_shear_sd = 0.05, k_weight = 0.005;

Affine rotation(const std::array<double, 12>& p) {
  const double cx = std::cos(p[3]), sx = std::sin(p[3]), cy = std::cos(p[4]), sy = std::sin(p[4]);
  const double cz = std::cos(p[5]), sz = std::sin(p[5]);
  const Affine x{{{{1, 0, 0, 0}, {0, cx, -sx, 0}, {0, sx, cx, 0}}}};
  const Affine y{{{{cy, 0, sy, 0}, {0, 1, 0, 0}, {-sy, 0, cy, 0}}}};
  const Affine z{{{{cz, -sz, 0, 0}, {sz, cz, 0, 0}, {0, 0, 1, 0}}}};
  return compose(z, compose(y, x));
}

}  // namespace

Affine template_to_ras(const HeadPose& pose) {
  const auto& p = pose.parameters;
  const double a = std::exp(p[6]), b = std::exp(p[7]), c = std::exp(p[8]);
  const Affine scale{{{{a, a * p[9], a * p[10], 0}, {0, b, b * p[11], 0}, {0, 0, c, 0}}}};
  Affine to_centre;
  for (std::size_t r = 0; r < 3; ++r) to_centre.rows[r][3] = -k_cavity_centre[r];
  Affine out = compose(pose.base, compose(rotation(p), compose(scale, to_centre)));
  for (std::size_t r = 0; r < 3; ++r) out.rows[r][3] += p[r];
  return out;
}

HeadPose pose_at(const Affine& place) {
  // Gram-Schmidt: columns of the base, and scale and shear above the diagonal
  std::array<Vec3, 3> base{};
  std::array<Vec3, 3> upper{};  // upper[r][c]
  for (std::size_t c = 0; c < 3; ++c) {
    Vec3 rest{place.rows[0][c], place.rows[1][c], place.rows[2][c]};
    for (std::size_t r = 0; r < c; ++r) {
      upper[r][c] = base[r][0] * rest[0] + base[r][1] * rest[1] + base[r][2] * rest[2];
      for (std::size_t i = 0; i < 3; ++i) rest[i] -= upper[r][c] * base[r][i];
    }
    upper[c][c] = std::hypot(rest[0], rest[1], rest[2]);
    for (std::size_t i = 0; i < 3; ++i) base[c][i] = rest[i] / upper[c][c];
  }
  HeadPose pose;
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 3; ++c) pose.base.rows[r][c] = base[c][r];
  }
  const Vec3 centre = place(k_cavity_centre);
  pose.parameters = {centre[0],
                     centre[1],
                     centre[2],
                     0,
                     0,
                     0,
                     std::log(upper[0][0]),
                     std::log(upper[1][1]),
                     std::log(upper[2][2]),
                     upper[0][1] / upper[0][0],
                     upper[0][2] / upper[0][0],
                     upper[1][2] / upper[1][1]};
  return pose;
}

std::vector<Affine> cube_rotations() {
  constexpr std::array<std::array<std::size_t, 3>, 6> k_orders{
      {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}};
  std::vector<Affine> rotations;
  for (const auto& order : k_orders) {
    for (int signs = 0; signs < 8; ++signs) {
      Affine base;
      base.rows = {};
      for (std::size_t r = 0; r < 3; ++r) base.rows[r][order[r]] = ((signs >> r) & 1) != 0 ? -1 : 1;
      if (determinant(base) > 0) rotations.push_back(base);
    }
  }
  return rotations;
}

double implausibility(const HeadPose& pose) {
  const auto& p = pose.parameters;
  const double mean = (p[6] + p[7] + p[8]) / 3;
  double stretch = 0, shear = 0;
  for (std::size_t i = 6; i < 9; ++i) stretch += (p[i] - mean) * (p[i] - mean);
  for (std::size_t i = 9; i < 12; ++i) shear += p[i] * p[i];
  const double scale = (mean - k_usual_log_scale) / k_scale_sd;
  return k_weight *
         (scale * scale + stretch / (k_stretch_sd * k_stretch_sd) + shear / (k_shear_sd * k_shear_sd));
}

}  // namespace shareready
