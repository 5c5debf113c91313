#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "deid/nifti_header.hpp"

namespace shareready {

// Clears in place what the unpacked bytes of a FreeSurfer volume hold beside the voxels and what describes
// them: the unused part of the header, a geometry that the header says is none, and the tags behind the data,
// which hold commands with paths, users and times. Sizes, type, position and, where they are plausible, the
// five numbers of the sequence stay byte for byte. Scrubbing twice is scrubbing once. Errors: those of
// parse_mgh().
Result<ScrubbedHeader> scrub_mgh(std::vector<std::uint8_t>& bytes, std::string_view subject);

}  // namespace shareready
