#pragma once

#include <cstdint>
#include <span>

#include "dicom/frame_layout.hpp"

namespace shareready {

// True where a line of letters or digits is drawn into a frame: several small shapes, alike in height, one
// beside the other on one line, drawn with one exact number or brighter than what lies right behind them.
// Frames of 8 and 16 bits; others are not looked at.
bool frame_shows_text(const FrameLayout& layout, std::span<const std::uint8_t> frame);

}  // namespace shareready
