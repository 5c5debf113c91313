#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "image/volume.hpp"

namespace shareready {

// The brightness above which a voxel belongs to the head rather than to the air around it.
//
// Otsu's threshold (1979, doi:10.1109/TSMC.1979.4310076) of the values below the 98th percentile, so that fat
// or fluid much brighter than the rest does not draw it upwards, and then halfway down to the middle of what
// lies below it, since skin is dimmer than the tissue that Otsu separates from air.
float head_threshold(const Volume& volume);

// The first volume of an image on a grid whose axes are those of RAS and whose spacing is the same
// everywhere.
struct HeadGrid {
  Volume volume;
  double spacing_mm = 1;
};

// The spacing follows from the size of the field of view: 2 mm for an adult head. Errors: as read_volume.
Result<HeadGrid> make_head_grid(const NiftiImage& image, std::string_view subject);

}  // namespace shareready
