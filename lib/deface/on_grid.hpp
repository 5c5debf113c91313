#pragma once

#include "image/grid.hpp"
#include "image/parallel.hpp"

namespace shareready {

// A volume on the grid of `like` whose voxels hold `value(place)`, where `to_place` takes a voxel to its
// place. The same for any number of threads.
template <typename Value>
Volume on_grid(const Volume& like, const Affine& to_place, int threads, const Value& value) {
  Volume out = empty_like(like);
  for_each_index(like.size[2], threads, [&](std::size_t k) {
    for (std::size_t j = 0; j < like.size[1]; ++j) {
      for (std::size_t i = 0; i < like.size[0]; ++i) {
        const Vec3 voxel{static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)};
        out.values[offset_of(out, i, j, k)] = static_cast<float>(value(to_place(voxel)));
      }
    }
  });
  return out;
}

}  // namespace shareready
