#include "deface/brain_shape.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "image/grid.hpp"

namespace shareready {
namespace {

constexpr double k_grid_mm = 2;
constexpr Vec3 k_grid_low{-96, -134, -112}, k_grid_high{96, 102, 110};
constexpr double k_cell_mm = 5;

Vec3 gradient_at(const TemplateData& head, const Vec3& p) {
  constexpr double k_step_mm = 3;
  Vec3 out{};
  double length_sq = 0;
  for (std::size_t r = 0; r < 3; ++r) {
    Vec3 low = p, high = p;
    low[r] -= k_step_mm;
    high[r] += k_step_mm;
    out[r] = cavity_distance_at(head, high) - cavity_distance_at(head, low);
    length_sq += out[r] * out[r];
  }
  for (double& x : out) x /= std::sqrt(std::max(length_sq, 1e-12));
  return out;
}

// Moves a point near the surface onto it.
SurfacePoint on_surface(const TemplateData& head, Vec3 p) {
  constexpr int k_steps = 3;
  Vec3 outward = gradient_at(head, p);
  for (int step = 0; step < k_steps; ++step) {
    const double away = cavity_distance_at(head, p);
    for (std::size_t r = 0; r < 3; ++r) p[r] -= away * outward[r];
    outward = gradient_at(head, p);
  }
  return {p, outward};
}

double ellipsoid_distance(const Vec3& p, const Vec3& centre, const Vec3& radii) {
  double sum = 0;
  for (std::size_t r = 0; r < 3; ++r) sum += std::pow((p[r] - centre[r]) / radii[r], 2);
  return (std::sqrt(sum) - 1) * *std::min_element(radii.begin(), radii.end());
}

// What lay outside of the larger solids in several heads: fluid behind and before the medulla, as deep as the
// foramen magnum, that between the cerebellum's hemispheres, the space from the pons to the jugular foramen,
// and the sigmoid sinus, whose blood is as dark as bone or as bright as brain.
double rim_of_foramen_distance(const Vec3& point) {
  const Vec3 right{std::abs(point[0]), point[1], point[2]};
  const double behind = ellipsoid_distance(point, {0, -55, -71}, {22, 15, 11});
  const double before = ellipsoid_distance(point, {0, -32, -54}, {15, 15, 14});
  const double between = ellipsoid_distance(point, {0, -80, -48}, {11, 9, 10});
  const double jugular = ellipsoid_distance(right, {32, -39, -58}, {15, 10, 11});
  const double sigmoid = ellipsoid_distance(right, {58, -45, -37}, {5.5, 9, 10});
  return std::min({behind, before, between, jugular, sigmoid});
}

}  // namespace

Volume brain_grid() {
  Volume grid;
  for (std::size_t r = 0; r < 3; ++r) {
    grid.size[r] = static_cast<std::size_t>((k_grid_high[r] - k_grid_low[r]) / k_grid_mm) + 1;
    grid.voxel_to_ras.rows[r] = {0, 0, 0, k_grid_low[r]};
    grid.voxel_to_ras.rows[r][r] = k_grid_mm;
  }
  grid.values.assign(grid.size[0] * grid.size[1] * grid.size[2], 0);
  return grid;
}

std::vector<SurfacePoint> cavity_surface(const TemplateData& head) {
  const Volume& grid = head.cavity_distance;
  std::map<std::array<int, 3>, Vec3> cells;
  for (std::size_t k = 0; k < grid.size[2]; ++k) {
    for (std::size_t j = 0; j < grid.size[1]; ++j) {
      for (std::size_t i = 0; i < grid.size[0]; ++i) {
        if (std::abs(grid.at(i, j, k)) > 2) continue;
        const Vec3 p =
            grid.voxel_to_ras({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        std::array<int, 3> cell{};
        for (std::size_t r = 0; r < 3; ++r) cell[r] = static_cast<int>(std::floor(p[r] / k_cell_mm));
        cells.emplace(cell, p);
      }
    }
  }
  std::vector<SurfacePoint> points;
  points.reserve(cells.size());
  for (const auto& [cell, place] : cells) points.push_back(on_surface(head, place));
  return points;
}

double cistern_distance(const Vec3& point) {
  // Medulla and cord: a cone from the pons to below the foramen magnum.
  constexpr double k_top_mm = -56, k_bottom_mm = -87, k_top_radius_mm = 24, k_bottom_radius_mm = 9;
  constexpr double k_centre_y_mm = -44;
  const double down = std::clamp((k_top_mm - point[2]) / (k_top_mm - k_bottom_mm), 0.0, 1.0);
  const double radius = k_top_radius_mm + down * (k_bottom_radius_mm - k_top_radius_mm);
  const double sideways = std::hypot(point[0], point[1] - k_centre_y_mm) - radius;
  const double beyond = std::max(point[2] - k_top_mm, k_bottom_mm - point[2]);
  const double cord = beyond > 0 ? std::hypot(std::max(sideways, 0.0), beyond) : sideways;
  // The tonsils of the cerebellum beside it, the space before the pons, and that between the temporal lobes.
  const double tonsils = ellipsoid_distance(point, {0, -55, -58}, {38, 28, 16});
  // Wider below: the angles between pons and cerebellum.
  const double angles = ellipsoid_distance(point, {0, -50, -60}, {44, 22, 16});
  const double pons = ellipsoid_distance(point, {0, -34, -48}, {21, 16, 16});
  const double chiasm = ellipsoid_distance(point, {0, 3, -30}, {18, 14, 11});
  return std::min({cord, tonsils, angles, pons, chiasm, rim_of_foramen_distance(point)});
}

bool is_cistern(const Vec3& point) { return cistern_distance(point) < 2; }

}  // namespace shareready
