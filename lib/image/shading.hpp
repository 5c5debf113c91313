#pragma once

#include "image/volume.hpp"

namespace shareready {

// The image divided by its own slowly varying brightness (the coil's shading): a wide Gaussian mean of the
// logarithm over what is brighter than air_level, taken with `strength` 0..1, since a part of what varies
// slowly is anatomy. Air keeps its values' order.
Volume without_shading(const Volume& image, float air_level, double sigma_mm, double strength);

}  // namespace shareready
