#pragma once

#include "image/grid.hpp"
#include "image/volume.hpp"

namespace shareready {

// Masks are Volumes of 0 and 1; a voxel belongs to the mask where its value is above one half.
constexpr float k_mask_level = 0.5F;

// The Euclidean distance in mm from each voxel centre to the nearest voxel of the mask, 0 inside; very large
// everywhere where the mask is empty. The same for any number of threads, here and below.
Volume distance_mm(const Volume& mask, int threads = 1);

// The same, and inside minus the distance to the nearest voxel outside.
Volume signed_distance_mm(const Volume& mask, int threads = 1);

Volume dilated(const Volume& mask, double radius_mm, int threads = 1);
// The edge of the grid does not erode.
Volume eroded(const Volume& mask, double radius_mm, int threads = 1);
// Dilated, then eroded; contains the mask.
Volume closed(const Volume& mask, double radius_mm, int threads = 1);

// The voxels of `room` that touch `seeds` by a chain of faces.
Volume connected(const Volume& room, const Volume& seeds);

// 1 where `predicate` holds of the voxel's offset.
Volume mask_where(const Volume& like, const auto& predicate) {
  Volume mask = empty_like(like);
  for (std::size_t at = 0; at < mask.values.size(); ++at) mask.values[at] = predicate(at) ? 1.0F : 0.0F;
  return mask;
}

std::size_t count_of(const Volume& mask);

}  // namespace shareready
