#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "deface/voxel_removal.hpp"
#include "image/nifti.hpp"

namespace shareready {

// The kind of a mask that is written beside an image, in outcome records.
inline constexpr std::string_view k_kind_face_mask = "face_mask";

// BIDS has a name for the mask of a face of images in anat/ alone: "sub-01_run-1_mod-T1w_defacemask.nii.gz"
// of "sub-01_run-1_T1w.nii.gz". Echoes, parts and inversions of one image share one mask. Nothing for other
// images.
std::optional<std::string> face_mask_path(const std::string& image);

// One volume of bytes on the image's grid: 1 where a voxel was removed, 0 elsewhere. `image` must have a
// scrubbed header, whose geometry is taken over.
Result<NiftiImage> make_face_mask(const NiftiImage& image, std::span<const Span> removed);

}  // namespace shareready
