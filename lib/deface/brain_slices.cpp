#include "deface/brain_slices.hpp"

#include <array>
#include <cmath>

#include "image/grid.hpp"
#include "image/mask.hpp"

namespace shareready {
namespace {

constexpr double k_notch_in_slice_mm = 15;    // half the width of what is closed
constexpr double k_lateral_mm = 50;           // of the template, from the middle
constexpr float k_brighter_than_bone = 0.4F;  // of the brain's level
constexpr double k_slices_apart = 1000;       // slices so many times farther apart do not see each other

using Size = std::array<std::size_t, 3>;

// So many voxels to the edge within the slices that closing does not take the edge for brain.
Size room_for(const Volume& v, std::size_t axis) {
  const Vec3 spacing = spacing_mm(v.voxel_to_ras);
  Size room{};
  for (std::size_t r = 0; r < 3; ++r) {
    if (r != axis) room[r] = static_cast<std::size_t>(std::ceil(k_notch_in_slice_mm / spacing[r])) + 1;
  }
  return room;
}

// 1 where `inside` holds for a voxel of `v`, with so many voxels of 0 around it.
template <typename Inside>
Volume mask_with_room(const Volume& v, const Size& room, const Inside& inside) {
  Volume out{.size = v.size, .voxel_to_ras = v.voxel_to_ras};
  for (std::size_t r = 0; r < 3; ++r) out.size[r] += 2 * room[r];
  out.values.assign(out.size[0] * out.size[1] * out.size[2], 0);
  for (std::size_t at = 0; at < v.values.size(); ++at) {
    const std::size_t i = at % v.size[0], j = at / v.size[0] % v.size[1], k = at / v.size[0] / v.size[1];
    if (inside(at)) out.values[offset_of(out, i + room[0], j + room[1], k + room[2])] = 1;
  }
  return out;
}

}  // namespace

Volume notches_in_slices(const SlicesRequest& request, int threads) {
  const Volume& outside = request.outside_mm;
  const Size room = room_for(outside, request.axis);
  Volume kept = mask_with_room(outside, room, [&](std::size_t at) { return outside.values[at] < 0; });
  for (auto& row : kept.voxel_to_ras.rows) row[request.axis] *= k_slices_apart;
  const Volume whole = closed(kept, k_notch_in_slice_mm, threads);
  return mask_where(request.image, [&](std::size_t at) {
    const std::size_t nx = outside.size[0], ny = outside.size[1], i = at % nx, j = at / nx % ny,
                      k = at / nx / ny;
    if (outside.values[at] < 0 || whole.at(i + room[0], j + room[1], k + room[2]) <= k_mask_level)
      return false;
    if (request.image.values[at] <= k_brighter_than_bone * request.brain_level) return false;
    const Vec3 p =
        request.to_template({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
    return std::abs(p[0]) > k_lateral_mm;
  });
}

}  // namespace shareready
