#include "deface/brain_slices.hpp"

#include <cmath>

#include "image/mask.hpp"

namespace shareready {
namespace {

constexpr double k_notch_in_slice_mm = 15;    // half the width of what is closed
constexpr double k_lateral_mm = 50;           // of the template, from the middle
constexpr float k_brighter_than_bone = 0.4F;  // of the brain's level
constexpr double k_slices_apart = 1000;       // slices so many times farther apart do not see each other

}  // namespace

Volume notches_in_slices(const SlicesRequest& request, int threads) {
  const Volume& outside = request.outside_mm;
  Volume kept = mask_where(outside, [&](std::size_t at) { return outside.values[at] < 0; });
  for (auto& row : kept.voxel_to_ras.rows) row[request.axis] *= k_slices_apart;
  const Volume whole = closed(kept, k_notch_in_slice_mm, threads);
  return mask_where(request.image, [&](std::size_t at) {
    if (whole.values[at] <= k_mask_level || kept.values[at] > k_mask_level) return false;
    if (request.image.values[at] <= k_brighter_than_bone * request.brain_level) return false;
    const std::size_t nx = outside.size[0], ny = outside.size[1], slice = at / nx / ny;
    const std::size_t row = at / nx % ny;
    const Vec3 p = request.to_template(
        {static_cast<double>(at % nx), static_cast<double>(row), static_cast<double>(slice)});
    return std::abs(p[0]) > k_lateral_mm;
  });
}

}  // namespace shareready
