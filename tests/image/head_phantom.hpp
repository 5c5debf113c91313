#pragma once

#include <cmath>
#include <cstdint>

#include "image/make_nifti.hpp"

namespace shareready::test {

// A ball of 80 mm radius with a nose of 30 mm at its front, in air with a little noise.
inline bool is_head(const Vec3& p) {
  const bool ball = std::hypot(p[0], p[1], p[2]) < 80;
  const bool nose = std::abs(p[0]) < 12 && std::abs(p[2]) < 14 && p[1] > 0 && p[1] < 110;
  return ball || nose;
}

// 0 to 31, the same at the same place however the image is stored.
inline std::uint32_t noise_at(const Vec3& p) {
  std::uint32_t hash = 1;
  for (const double mm : p) hash = (hash + static_cast<std::uint32_t>(std::lround(mm) + 4096)) * 2654435761U;
  return hash >> 27U;
}

// The phantom as an int16 image on the given grid; `face` false leaves the nose out.
inline NiftiImage head_phantom(const Affine& voxel_to_ras, std::array<std::int64_t, 3> size,
                               bool face = true) {
  NiftiBytes made({.size = {size[0], size[1], size[2]}, .srow = voxel_to_ras});
  std::size_t at = made.data_offset();
  for (std::int64_t k = 0; k < size[2]; ++k) {
    for (std::int64_t j = 0; j < size[1]; ++j) {
      for (std::int64_t i = 0; i < size[0]; ++i, at += 2) {
        const Vec3 p = voxel_to_ras({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        const bool head = is_head(p) && (face || p[1] < 80);
        made.put(at, static_cast<std::int16_t>((head ? 400 : 0) + noise_at(p)));
      }
    }
  }
  return parse_nifti(made.bytes(), "phantom").value();
}

// The grid of 4 mm that covers the phantom, its axes along RAS.
inline Affine ras_grid() { return Affine{{{{4, 0, 0, -102}, {0, 4, 0, -102}, {0, 0, 4, -102}}}}; }
constexpr std::array<std::int64_t, 3> k_phantom_size{52, 58, 52};

}  // namespace shareready::test
