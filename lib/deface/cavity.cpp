#include <algorithm>
#include <cmath>

#include "deface/template_data.hpp"
#include "image/grid.hpp"

namespace shareready {

double cavity_distance_at(const TemplateData& head, const Vec3& point) {
  const Volume& v = head.cavity_distance;
  double away_sq = 0;
  Vec3 position{};
  for (std::size_t r = 0; r < 3; ++r) {
    // the template's grid is axis-aligned: spacing on the diagonal, origin in the last column
    const double spacing = v.voxel_to_ras.rows[r][r];
    position[r] = (point[r] - v.voxel_to_ras.rows[r][3]) / spacing;
    const double inside = std::clamp(position[r], 0.0, static_cast<double>(v.size[r] - 1));
    away_sq += std::pow((position[r] - inside) * spacing, 2);
  }
  return static_cast<double>(sample(v, position)) + std::sqrt(away_sq);
}

}  // namespace shareready
