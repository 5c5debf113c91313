#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "dicom/frame_layout.hpp"

namespace shareready {

// One grey frame of a JPEG 2000 codestream (ISO/IEC 15444-1; PS3.5 section A.4.4) as little endian numbers of
// the layout's width. Errors: unsupported, where it does not hold what the layout says.
Result<std::vector<std::uint8_t>> decode_jpeg_2000(std::span<const std::uint8_t> codestream,
                                                   const FrameLayout& layout);

}  // namespace shareready
