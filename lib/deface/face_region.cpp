#include "deface/face_region.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace shareready {
namespace {

struct Knot {
  double z, y;
};
// The back border of the face in the midsagittal plane, from the throat to the forehead: in front of the
// spine, behind nasal cavity and orbits, along the frontal bone.
constexpr std::array<Knot, 9> k_back_border{
    {{-150, -12}, {-130, -8}, {-105, 0}, {-80, 14}, {-60, 28}, {-45, 37}, {-32, 48}, {-20, 64}, {2, 78}}};
constexpr double k_forehead_z = 4;  // 40 mm above the nasion, and a little
constexpr double k_curve_mm = 25;   // how far the border has moved back 60 mm from the middle
constexpr double k_curve_x = 60, k_side_x = 75;
constexpr double k_slope = 0.85;  // the cosine of the border's usual slant: depth, not way to the front

// The head's side under the auricle, at the temporal bone and at the jaw's angle.
constexpr double k_ear_x = 65, k_lobe_x = 56, k_ear_x_z = -40, k_lobe_x_z = -75;
constexpr double k_ear_y = -30, k_ear_z = -64, k_ear_radius_y = 44, k_ear_radius_z = 50;
// Farther up and back: auricles' tips, and the scalp under them, so deep that the cut is no copy of the skin.
constexpr double k_tip_x = 75, k_tip_radius_y = 56, k_tip_radius_z = 62;

double back_border(double z) {
  if (z <= k_back_border.front().z) return k_back_border.front().y;
  for (std::size_t i = 1; i < k_back_border.size(); ++i) {
    const Knot &a = k_back_border[i - 1], &b = k_back_border[i];
    if (z <= b.z) return a.y + (b.y - a.y) * (z - a.z) / (b.z - a.z);
  }
  return k_back_border.back().y;
}

}  // namespace

double face_depth(const Vec3& point) {
  const double side = std::min(std::abs(point[0]), k_side_x) / k_curve_x;
  const double border = back_border(point[2]) - k_curve_mm * side * side;
  return std::min(k_slope * (point[1] - border), k_forehead_z - point[2]);
}

double ear_depth(const Vec3& point) {
  // between an ellipse and its rectangle
  const auto within = [&](double radius_y, double radius_z) {
    const double y = (point[1] - k_ear_y) / radius_y, z = (point[2] - k_ear_z) / radius_z;
    return (1 - std::sqrt(std::sqrt(y * y * y * y + z * z * z * z))) * radius_y;
  };
  const double low = std::clamp((k_ear_x_z - point[2]) / (k_ear_x_z - k_lobe_x_z), 0.0, 1.0);
  const double side = k_ear_x + low * (k_lobe_x - k_ear_x);
  const double auricle = std::min(std::abs(point[0]) - side, within(k_ear_radius_y, k_ear_radius_z));
  const double tip = std::min(std::abs(point[0]) - k_tip_x, within(k_tip_radius_y, k_tip_radius_z));
  return std::max(auricle, tip);
}

}  // namespace shareready
