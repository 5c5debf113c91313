#pragma once

#include <optional>
#include <vector>

#include "image/volume.hpp"

namespace shareready {

// Values of an image at places of template space.

// Between voxels; nothing outside of the field of view.
struct VolumeLook {
  const Volume& image;
  Affine to_voxel{};  // from template space
  [[nodiscard]] std::optional<float> at(const Vec3& point) const;
};

// The value that `share` of the values do not reach, from 0 (lowest) to 1; 0 where there are none. Reorders
// them.
float quantile(std::vector<float>& values, double share);

// Every `step_mm` in a box, from any look with `at(point)` as above.
template <typename Look>
std::vector<float> values_in_box(const Look& look, const Vec3& low, const Vec3& high, double step_mm) {
  std::vector<float> values;
  for (double z = low[2]; z <= high[2]; z += step_mm) {
    for (double y = low[1]; y <= high[1]; y += step_mm) {
      for (double x = low[0]; x <= high[0]; x += step_mm) {
        if (const auto value = look.at({x, y, z})) values.push_back(*value);
      }
    }
  }
  return values;
}

}  // namespace shareready
