#pragma once

#include "dicom/dcmtk_headers.hpp"
#include "dicom/frame_layout.hpp"

namespace shareready {

// decoded_pixels() of an object that was read.
Result<std::vector<std::uint8_t>> decode_dataset(DcmDataset& dataset, const FrameLayout& layout);

// The stored bytes of pixel data that are not compressed, without a copy; nothing for others.
std::optional<std::span<const std::uint8_t>> native_pixels(DcmDataset& dataset);

// Replaces the pixel data by uncompressed ones; what was computed of the old ones goes. Errors: bad_data.
Status put_pixels(DcmDataset& dataset, std::span<const std::uint8_t> pixels);

// Old overlays lie in bits of the pixels that the image does not use (PS3.5 section 8.1.2, retired): where
// the object says so, those bits become 0. True where it did. Errors: unsupported, where the pixels are
// compressed.
Result<bool> clear_embedded_overlays(DcmDataset& dataset, const FrameLayout& layout);

// True where letters are drawn into the pixels of a frame.
bool shows_text(DcmDataset& dataset, const FrameLayout& layout);

}  // namespace shareready
