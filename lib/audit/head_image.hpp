#pragma once

#include "audit/audit.hpp"
#include "base/result.hpp"
#include "image/nifti.hpp"

namespace shareready {

// How many bytes of a file, unpacked, an image takes that begins with these; where they do not tell, no more
// than can be held at once.
std::uint64_t bytes_of_image(std::span<const std::uint8_t> start);

// An image of a head as NIfTI, whatever of these it is: NIfTI in one file, NIfTI or Analyze 7.5 in two (asked
// for by its .img), FreeSurfer's MGH and MGZ (FreeSurfer wiki, MghFormat). The texts of such headers are not
// kept. Errors: no_input, io, bad_data, unsupported.
Result<NiftiImage> read_head_image(HeadFile file);

// Whether a name is that of such an image; ".hdr" is the other half of ".img".
bool is_head_image_name(std::string_view name);

// Whether the content, unpacked, ends with its header.
bool has_no_voxels(const HeadFile& image);

}  // namespace shareready
