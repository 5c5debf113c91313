#pragma once

#include "image/volume.hpp"

namespace shareready {

// The slowly varying brightness of an image (the coil's shading), as far as it should be taken out: a part of
// what varies slowly is anatomy.
struct Shading {
  Volume log_gain{};  // natural logarithm, about 0 on average over the head; on a coarser grid
};

// A wide Gaussian mean of the logarithm over what is brighter than air, repeated while the corrected image
// shows more of the head. `image` should be on a grid of about 4 mm and have its air near 0.
Shading find_shading(const Volume& image);

// From the 5th to the 95th percentile of the whole shading over a mask, natural logarithm; 0 for an empty
// one.
double shading_range(const Shading& shading, const Volume& mask);

// Divides by the shading, in place; `image` may lie on any grid.
void remove_shading(Volume& image, const Shading& shading);

}  // namespace shareready
