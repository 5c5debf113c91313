#pragma once

#include <cstddef>

#include "image/volume.hpp"

namespace shareready {

// Sets to `low` every connected part (faces touching) at or above the threshold that is smaller than `least`
// voxels: noise in the air.
void remove_specks(Volume& volume, float threshold, std::size_t least, float low);

}  // namespace shareready
