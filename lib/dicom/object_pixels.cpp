#include "dicom/object_pixels.hpp"

#include <cstring>
#include <memory>

#include "dicom/burned_in_text.hpp"
#include "dicom/element_values.hpp"

namespace shareready {
namespace {

// True where an overlay plane lies at a bit of the pixels.
bool has_embedded_overlay(DcmDataset& dataset) {
  for (DcmObject* object = dataset.nextInContainer(nullptr); object != nullptr;
       object = dataset.nextInContainer(object)) {
    auto& element = static_cast<DcmElement&>(*object);
    const bool overlay = element.getGTag() >= 0x6000 && element.getGTag() <= 0x60ff;
    if (!overlay || element.getETag() != 0x0102) continue;  // Overlay Bit Position
    Uint16 position = 0;
    if (element.getUint16(position).bad() || position != 0) return true;
  }
  return false;
}

}  // namespace

std::optional<std::span<const std::uint8_t>> native_pixels(DcmDataset& dataset) {
  DcmElement* element = nullptr;
  if (DcmXfer(dataset.getOriginalXfer()).isEncapsulated()) return std::nullopt;
  if (dataset.findAndGetElement(DCM_PixelData, element).bad() || element == nullptr) return std::nullopt;
  return bytes_of(*element);
}

Status put_pixels(DcmDataset& dataset, std::span<const std::uint8_t> pixels) {
  Uint16 bits = 0;
  dataset.findAndGetUint16(DCM_BitsAllocated, bits);
  auto data = std::make_unique<DcmPixelData>(DcmTag(DCM_PixelData, bits <= 8 ? EVR_OB : EVR_OW));
  bool fine = false;
  if (bits <= 8) {
    fine = data->putUint8Array(pixels.data(), static_cast<unsigned long>(pixels.size())).good();
  } else {
    std::vector<Uint16> words(pixels.size() / 2);
    std::memcpy(words.data(), pixels.data(), words.size() * 2);
    fine = data->putUint16Array(words.data(), static_cast<unsigned long>(words.size())).good();
  }
  for (const DcmTagKey& key : {DCM_SmallestImagePixelValue, DCM_LargestImagePixelValue,
                               DCM_SmallestPixelValueInSeries, DCM_LargestPixelValueInSeries}) {
    dataset.findAndDeleteElement(key);
  }
  if (fine && dataset.insert(data.get(), OFTrue).good()) {
    [[maybe_unused]] const auto* owned = data.release();
    return Done{};
  }
  return Error{ErrorCode::bad_data, "DICOM file", "its pixel data cannot be replaced", {}};
}

Result<bool> clear_embedded_overlays(DcmDataset& dataset, const FrameLayout& layout) {
  if (!has_embedded_overlay(dataset)) return false;
  const auto native = native_pixels(dataset);
  if (!native || layout.bits_allocated != 16 || layout.high_bit + 1 < layout.bits_stored) {
    return Error{ErrorCode::unsupported,
                 "DICOM file",
                 "an overlay lies in its pixels and cannot be taken out; write the overlay apart",
                 {}};
  }
  const auto used =
      static_cast<Uint16>(((1U << layout.bits_stored) - 1) << (layout.high_bit + 1 - layout.bits_stored));
  std::vector<std::uint8_t> cleared(native->begin(), native->end());
  for (std::size_t at = 0; at + 2 <= cleared.size(); at += 2) {
    Uint16 pixel = 0;
    std::memcpy(&pixel, cleared.data() + at, 2);
    pixel &= used;
    std::memcpy(cleared.data() + at, &pixel, 2);
  }
  SR_CHECK(put_pixels(dataset, cleared));
  return true;
}

bool shows_text(DcmDataset& dataset, const FrameLayout& layout) {
  const std::size_t frame_bytes = layout.rows * layout.columns * layout.bits_allocated / 8;
  if (frame_bytes == 0 || layout.high_bit + 1 < layout.bits_stored) return false;
  std::vector<std::uint8_t> decoded;
  auto pixels = native_pixels(dataset);
  if (!pixels) {
    auto result = decode_dataset(dataset, layout);
    if (!result.ok()) return false;
    decoded = std::move(*result);
    pixels = decoded;
  }
  for (std::size_t at = 0; at + frame_bytes <= pixels->size(); at += frame_bytes) {
    if (frame_shows_text(layout, pixels->subspan(at, frame_bytes))) return true;
  }
  return false;
}

}  // namespace shareready
