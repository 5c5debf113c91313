#pragma once

#include "image/volume.hpp"

namespace shareready {

// What own_brain.hpp and brain_border.hpp look at: the part of an image around the registered cavity, with
// some room.
Volume box_around_brain(const Volume& image, const Affine& template_to_ras);

// The brain's intensity near each voxel: the coil's shading makes one threshold for all unsafe. Averages what
// lies at a `distance` below `inside_mm`; `median` stands in where nothing does. On a coarser grid, since it
// varies slowly.
Volume brain_level(const Volume& image, const Volume& distance, float inside_mm, float median);

// A coarser image of the same place on the grid of `like`.
Volume resampled(const Volume& coarse, const Volume& like, int threads);

}  // namespace shareready
