#include "deface/brain_box.hpp"

#include <algorithm>
#include <cmath>

#include "deface/on_grid.hpp"

namespace shareready {
namespace {

constexpr double k_box_margin_mm = 24;
constexpr double k_level_sigma_mm = 15, k_level_grid_mm = 5;
// The corners of the template's cavity (mm).
constexpr Vec3 k_cavity_low{-74, -108, -66}, k_cavity_high{74, 76, 84};

struct Box {
  std::array<std::size_t, 3> low{}, size{};
};

Box box_around_cavity(const Volume& image, const Affine& template_to_voxel) {
  const Vec3 spacing = spacing_mm(image.voxel_to_ras);
  Vec3 low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};
  for (std::size_t corner = 0; corner < 8; ++corner) {
    Vec3 p{};
    for (std::size_t r = 0; r < 3; ++r) p[r] = ((corner >> r) & 1U) != 0 ? k_cavity_high[r] : k_cavity_low[r];
    const Vec3 q = template_to_voxel(p);
    for (std::size_t r = 0; r < 3; ++r) {
      low[r] = std::min(low[r], q[r]);
      high[r] = std::max(high[r], q[r]);
    }
  }
  Box box;
  for (std::size_t r = 0; r < 3; ++r) {
    const auto last = static_cast<double>(image.size[r] - 1);
    const double first = std::clamp(std::floor(low[r] - k_box_margin_mm / spacing[r]), 0.0, last);
    const double end = std::clamp(std::ceil(high[r] + k_box_margin_mm / spacing[r]), first, last);
    box.low[r] = static_cast<std::size_t>(first);
    box.size[r] = static_cast<std::size_t>(end - first) + 1;
  }
  return box;
}

Volume cropped(const Volume& image, const Box& box) {
  Volume out{.size = box.size, .voxel_to_ras = image.voxel_to_ras};
  const Vec3 origin = image.voxel_to_ras(
      {static_cast<double>(box.low[0]), static_cast<double>(box.low[1]), static_cast<double>(box.low[2])});
  for (std::size_t r = 0; r < 3; ++r) out.voxel_to_ras.rows[r][3] = origin[r];
  out.values.reserve(box.size[0] * box.size[1] * box.size[2]);
  for (std::size_t k = 0; k < box.size[2]; ++k) {
    for (std::size_t j = 0; j < box.size[1]; ++j) {
      const auto row = image.values.begin() + static_cast<std::ptrdiff_t>(offset_of(
                                                  image, box.low[0], box.low[1] + j, box.low[2] + k));
      out.values.insert(out.values.end(), row, row + static_cast<std::ptrdiff_t>(box.size[0]));
    }
  }
  return out;
}

}  // namespace

Volume box_around_brain(const Volume& image, const Affine& template_to_ras) {
  const Affine to_voxel = compose(inverse(image.voxel_to_ras).value_or(Affine{}), template_to_ras);
  return cropped(image, box_around_cavity(image, to_voxel));
}

Volume brain_level(const Volume& image, const Volume& distance, float inside_mm, float median) {
  constexpr float k_faith = 0.05F;  // in the median, where no brain is near
  Volume level = empty_like(image), weight = empty_like(image);
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    if (distance.values[at] >= inside_mm) continue;
    weight.values[at] = 1;
    level.values[at] = image.values[at];
  }
  const auto steps = steps_towards(image, k_level_grid_mm);
  level = block_mean(level, steps);
  weight = block_mean(weight, steps);
  smooth(level, k_level_sigma_mm);
  smooth(weight, k_level_sigma_mm);
  for (std::size_t at = 0; at < level.values.size(); ++at) {
    level.values[at] = (level.values[at] + k_faith * median) / (weight.values[at] + k_faith);
  }
  return level;
}

Volume resampled(const Volume& coarse, const Volume& like, int threads) {
  const Affine to_coarse = compose(inverse(coarse.voxel_to_ras).value_or(Affine{}), like.voxel_to_ras);
  return on_grid(like, to_coarse, threads, [&](const Vec3& p) { return sample(coarse, p); });
}

}  // namespace shareready
