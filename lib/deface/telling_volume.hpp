#pragma once

#include <cstddef>

#include "base/result.hpp"
#include "image/volume.hpp"

namespace shareready {

// Which volume of an image shows its head best: the first, unless another shows clearly more, as in dynamic
// PET, whose first frames are empty or noise. Looks at up to 16 volumes, sparsely; 0 for a single one.
// Errors: as VoxelReader::make.
Result<std::size_t> telling_volume(const NiftiImage& image);

// That volume, at about `coarse_mm` as VolumeRequest has it. Errors: as read_volume.
Result<Volume> read_telling_volume(const NiftiImage& image, double coarse_mm, std::string_view subject);

}  // namespace shareready
