#pragma once

#include <array>
#include <cstddef>

#include "image/volume.hpp"

namespace shareready {

// Arithmetic on regular grids (Volume): coarser grids, values between voxels, smoothing.

// The position of a voxel's value in `values`.
inline std::size_t offset_of(const Volume& v, std::size_t i, std::size_t j, std::size_t k) {
  return i + v.size[0] * (j + v.size[1] * k);
}

// The same grid with all values 0.
Volume empty_like(const Volume& v);

// Whole-number steps along each axis that come nearest to `target_mm`, at least 1.
std::array<std::size_t, 3> steps_towards(const Volume& v, double target_mm);

// The grid of blocks of `steps` voxels (the last may be smaller), values 0; the affine is that of whole
// blocks' centres.
Volume blocks_of(const Volume& fine, const std::array<std::size_t, 3>& steps);

// Means over blocks of `steps` voxels, on the grid of blocks_of.
Volume block_mean(const Volume& fine, const std::array<std::size_t, 3>& steps);

// The trilinear value at a voxel position; positions outside take the value of the nearest edge.
float sample(const Volume& v, const Vec3& position);

// In place, separable, edges repeated; axes where sigma is below 0.3 voxels stay as they are.
void smooth(Volume& v, double sigma_mm);

}  // namespace shareready
