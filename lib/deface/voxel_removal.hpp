#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "deface/image_traits.hpp"
#include "image/nifti.hpp"
#include "image/volume.hpp"

namespace shareready {

// A run of voxels along the first axis.
struct Span {
  std::uint64_t start = 0, count = 0;  // in voxels of one volume
};

// The voxels of a `size` grid where `depth`, trilinear between the nodes of its coarser grid, is above 0. The
// coarser grid is made of blocks of `steps` voxels; beyond its outermost centres the edge value holds.
std::vector<Span> spans_where_positive(const Volume& depth, const std::array<std::size_t, 3>& steps,
                                       const std::array<std::size_t, 3>& size);

std::uint64_t count_of(const std::vector<Span>& spans);

// The stored bytes of one background voxel (DECISIONS.md, 'Removed voxels').
std::vector<std::uint8_t> background_voxel(const NiftiImage& image, const ImageTraits& traits);

// Stores a value as the header's type and scaling hold it, rounded and clamped. For types of one number
// alone.
void store_scaled(const NiftiHeader& header, double value, std::uint8_t* to);

// Writes the background over the spans in every volume.
void remove_voxels(NiftiImage& image, const std::vector<Span>& spans,
                   const std::vector<std::uint8_t>& background);

}  // namespace shareready
