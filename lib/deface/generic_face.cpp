#include "deface/generic_face.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace shareready {
namespace {

// |x/a|^2 + |y/b|^2 + |z/c|^n = 1 around a centre; `tilt` turns it about x (rad), its upper end to the front.
struct Solid {
  Vec3 centre{}, radii{};
  double exponent = 2;
  double tilt = 0;
};

// The face is symmetric: shapes at x > 0 stand for both sides.
constexpr std::array<Solid, 10> k_head{{
    {{0, -8, 5}, {80, 99, 70}, 4, 0},      // forehead
    {{0, -25, -45}, {79, 60, 110}, 4, 0},  // sides, behind the jaw
    {{0, -12, -160}, {58, 52, 70}, 6, 0},  // neck
    {{0, 18, -85}, {76, 57, 75}, 2, 0},    // middle of the face, jaw
    {{18, 66, -26}, {36, 24, 15}, 2, 0},   // brow
    {{50, 37, -64}, {24, 25, 27}, 2, 0},   // cheekbone
    {{0, 44, -114}, {36, 37, 28}, 2, 0},   // dental arches
    {{0, 47, -139}, {30, 25, 17}, 2, 0},   // chin
    {{22, 40, -128}, {30, 28, 20}, 2, 0},  // body of the jaw
    {{30, 45, -95}, {30, 26, 26}, 2, 0},   // cheek
}};
constexpr std::array<Solid, 1> k_orbits{{{{32, 87, -50}, {21, 15, 14}, 2, 0}}};
constexpr std::array<Solid, 1> k_lids{{{{32, 60, -49}, {17, 14, 13}, 2, 0}}};
constexpr std::array<Solid, 6> k_features{{
    {{0, 76, -56}, {9, 14, 26}, 2, -0.22},   // bridge of the nose
    {{0, 89, -80}, {11, 14, 18}, 2, -0.35},  // back of the nose
    {{0, 94, -90}, {12, 13, 10}, 2, 0},      // tip
    {{13, 85, -93}, {8, 12, 8}, 2, 0},       // wing
    {{0, 70, -114}, {23, 13, 7}, 2, 0},      // upper lip
    {{0, 68, -125}, {20, 12, 6}, 2, 0},      // lower lip
}};
constexpr std::array<Solid, 2> k_ear{
    {{{83, -30, -56}, {7, 17, 30}, 2, -0.15}, {{81, -22, -78}, {6, 10, 12}, 2, 0}}};
constexpr std::array<Solid, 1> k_concha{{{{91, -26, -58}, {6, 8, 14}, 2, -0.15}}};
constexpr double k_head_blend_mm = 9, k_feature_blend_mm = 5, k_orbit_blend_mm = 8, k_ear_blend_mm = 4;

constexpr Solid k_eyeball{{33, 59, -48}, {12, 12, 12}, 2, 0};
constexpr Solid k_orbit_room{{32, 50, -47}, {18, 24, 17}, 2, 0};
constexpr std::array<Solid, 3> k_airways{{
    {{0, 52, -82}, {13, 30, 22}, 2, 0},   // nasal cavity
    {{27, 44, -78}, {12, 14, 14}, 2, 0},  // maxillary sinus
    {{0, 8, -105}, {11, 8, 40}, 4, 0},    // throat
}};

// First order: the implicit function over the length of its gradient.
double distance(const Solid& solid, const Vec3& p) {
  const double y = p[1] - solid.centre[1], z = p[2] - solid.centre[2];
  const double c = std::cos(solid.tilt), s = std::sin(solid.tilt);
  const double u = (p[0] - solid.centre[0]) / solid.radii[0];
  const double v = (c * y - s * z) / solid.radii[1], w = std::abs(s * y + c * z) / solid.radii[2];
  const double power = std::pow(w, solid.exponent - 1);
  const double f = std::sqrt(u * u + v * v + power * w);
  if (f < 1e-3) return -std::min({solid.radii[0], solid.radii[1], solid.radii[2]});
  const double slope =
      std::hypot(u / solid.radii[0], v / solid.radii[1], solid.exponent / 2 * power / solid.radii[2]) / f;
  return (f - 1) / std::max(slope, 1e-3);
}

// The smaller of two distances, with a fillet of about `blend` mm where they meet (Quilez, smooth minimum,
// polynomial).
double united(double a, double b, double blend) {
  const double h = std::max(blend - std::abs(a - b), 0.0) / blend;
  return std::min(a, b) - h * h * blend / 4;
}

double united(std::span<const Solid> solids, const Vec3& p, double blend) {
  double d = distance(solids.front(), p);
  for (const Solid& solid : solids.subspan(1)) d = united(d, distance(solid, p), blend);
  return d;
}

Vec3 on_one_side(const Vec3& p) { return {std::abs(p[0]), p[1], p[2]}; }

}  // namespace

double generic_face_distance(const Vec3& point) {
  const Vec3 p = on_one_side(point);
  double d = united(k_head, p, k_head_blend_mm);
  d = -united(-d, united(k_orbits, p, 1), k_orbit_blend_mm);
  d = united(d, united(k_lids, p, 1), k_orbit_blend_mm);
  d = united(d, united(k_features, p, k_feature_blend_mm), k_feature_blend_mm);
  const double ear = -united(-united(k_ear, p, k_ear_blend_mm), united(k_concha, p, 1), k_ear_blend_mm);
  return united(d, ear, k_ear_blend_mm);
}

FaceTissue generic_face_tissue(const Vec3& point) {
  const Vec3 p = on_one_side(point);
  if (distance(k_eyeball, p) < 0) return FaceTissue::eye;
  for (const Solid& airway : k_airways) {
    if (distance(airway, p) < 0) return FaceTissue::airway;
  }
  return distance(k_orbit_room, p) < 0 ? FaceTissue::orbit_fat : FaceTissue::soft;
}

}  // namespace shareready
