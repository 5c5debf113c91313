#pragma once

#include "deface/deface.hpp"
#include "deface/surface_figures.hpp"

namespace shareready {

// What all ways of taking voxels out of an image share.

// mm inside what is to be removed (negative: kept), on a coarse grid over the image's own.
struct DepthField {
  Volume depth{};
  std::array<std::size_t, 3> steps{};  // voxels of the image in one of the grid
  std::array<std::size_t, 3> size{};   // of the image
};

// All depths 0. Errors: bad_data (the image's position cannot be used).
Result<DepthField> empty_depth_field(const NiftiImage& image);

// Adds the figures; a face that stays or moves back too little makes a verdict of done doubtful.
void judge_surface(const SurfaceFigures& surface, Defaced& out);

// Adds the share of the voxels that `removed` takes.
void add_removed_share(const NiftiImage& image, Defaced& out);

}  // namespace shareready
