#pragma once

#include <cstdint>
#include <span>

#include "dicom/frame_layout.hpp"

namespace shareready {

// True where a line of letters or digits is drawn into a frame: several small shapes of one exact value with
// sharp edges, alike in height, one beside the other. Measured tissue has no such value: neighbours of its
// brightest pixels are nearly as bright. Frames of 8 and 16 bits; others are not looked at.
bool frame_shows_text(const FrameLayout& layout, std::span<const std::uint8_t> frame);

}  // namespace shareready
