#include "deface/template_look.hpp"

#include <algorithm>

#include "image/grid.hpp"

namespace shareready {

std::optional<float> VolumeLook::at(const Vec3& point) const {
  const Vec3 v = to_voxel(point);
  for (std::size_t r = 0; r < 3; ++r) {
    if (!(v[r] >= 0) || v[r] > static_cast<double>(image.size[r] - 1)) return std::nullopt;
  }
  return sample(image, v);
}

float quantile(std::vector<float>& values, double share) {
  if (values.empty()) return 0;
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(values.size() - 1) * share);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace shareready
