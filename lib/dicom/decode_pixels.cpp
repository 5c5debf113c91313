#include <fmt/format.h>

#include <cstring>
#include <mutex>

#include "dicom/dcmtk_codecs.hpp"
#include "dicom/dicom_stream.hpp"
#include "dicom/element_values.hpp"
#include "dicom/frame_layout.hpp"
#include "dicom/jpeg_2000.hpp"
#include "dicom/object_layout.hpp"
#include "dicom/object_pixels.hpp"

namespace shareready {
namespace {

Error cannot(std::string what) { return Error{ErrorCode::unsupported, "DICOM file", std::move(what), {}}; }

void register_codecs() {
  static std::once_flag registered;
  std::call_once(registered, [] {
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
    DcmRLEDecoderRegistration::registerCodecs();
  });
}

struct PixelSizes {
  std::size_t frames = 1;
  std::size_t frame_bytes = 0;
};

Result<PixelSizes> sizes_of(DcmDataset& dataset, const FrameLayout& layout) {
  Sint32 frames = 1;
  dataset.findAndGetSint32(DCM_NumberOfFrames, frames);
  const PixelSizes sizes{.frames = static_cast<std::size_t>(std::max(frames, 1)),
                         .frame_bytes = layout.rows * layout.columns * layout.bits_allocated / 8};
  constexpr std::size_t k_most_bytes = std::size_t{4} << 30U;
  if (!layout.is_grey || sizes.frame_bytes == 0 || sizes.frames > k_most_bytes / sizes.frame_bytes) {
    return cannot("its pixels are no plain grey values");
  }
  return sizes;
}

// The compressed frames, each as the fragments that belong to it, joined (PS3.5 section A.4).
Result<std::vector<std::vector<std::uint8_t>>> compressed_frames(DcmPixelSequence& sequence,
                                                                 std::size_t count) {
  const unsigned long fragments = sequence.card() - 1;  // the first item is the offset table
  if (fragments != count && count != 1) return cannot("its compressed frames cannot be told apart");
  std::vector<std::vector<std::uint8_t>> frames(count);
  for (unsigned long i = 0; i < fragments; ++i) {
    DcmPixelItem* item = nullptr;
    Uint8* bytes = nullptr;
    if (sequence.getItem(item, i + 1).bad() || item == nullptr || item->getUint8Array(bytes).bad() ||
        bytes == nullptr) {
      return cannot("its compressed frames cannot be read");
    }
    auto& frame = frames[count == 1 ? 0 : i];
    frame.insert(frame.end(), bytes, bytes + item->getLength());
  }
  return frames;
}

Result<std::vector<std::uint8_t>> decode_2000(DcmDataset& dataset, DcmPixelData& data,
                                              const FrameLayout& layout, const PixelSizes& sizes) {
  DcmPixelSequence* sequence = nullptr;
  const E_TransferSyntax syntax = dataset.getOriginalXfer();
  if (data.getEncapsulatedRepresentation(syntax, nullptr, sequence).bad() || sequence == nullptr) {
    return cannot("its compressed frames cannot be read");
  }
  SR_TRY(const auto frames, compressed_frames(*sequence, sizes.frames));
  std::vector<std::uint8_t> pixels;
  pixels.reserve(sizes.frames * sizes.frame_bytes);
  for (const auto& frame : frames) {
    SR_TRY(const auto decoded, decode_jpeg_2000(frame, layout));
    pixels.insert(pixels.end(), decoded.begin(), decoded.end());
  }
  return pixels;
}

Result<std::vector<std::uint8_t>> decode_frames(DcmDataset& dataset, DcmPixelData& data,
                                                const PixelSizes& sizes) {
  register_codecs();
  std::vector<std::uint8_t> pixels(sizes.frames * sizes.frame_bytes);
  std::vector<std::uint8_t> buffer(sizes.frame_bytes + sizes.frame_bytes % 2);
  Uint32 fragment = 0;
  for (std::size_t frame = 0; frame < sizes.frames; ++frame) {
    OFString colours;
    const OFCondition status =
        data.getUncompressedFrame(&dataset, static_cast<Uint32>(frame), fragment, buffer.data(),
                                  static_cast<Uint32>(buffer.size()), colours);
    if (status.bad() || colours != "MONOCHROME2")
      return cannot("its compressed pixel data cannot be decoded");
    std::memcpy(pixels.data() + frame * sizes.frame_bytes, buffer.data(), sizes.frame_bytes);
  }
  return pixels;
}

Result<std::vector<std::uint8_t>> stored(DcmElement& element, const PixelSizes& sizes) {
  const auto bytes = bytes_of(element);
  const std::size_t wanted = sizes.frames * sizes.frame_bytes;
  if (!bytes || bytes->size() < wanted) return cannot("its pixel data cannot be read");
  return std::vector<std::uint8_t>(bytes->begin(), bytes->begin() + static_cast<std::ptrdiff_t>(wanted));
}

}  // namespace

Result<std::vector<std::uint8_t>> decode_dataset(DcmDataset& dataset, const FrameLayout& layout) {
  SR_TRY(const PixelSizes sizes, sizes_of(dataset, layout));
  DcmElement* element = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, element).bad() || element == nullptr) {
    return cannot("it has no pixel data");
  }
  const E_TransferSyntax syntax = dataset.getOriginalXfer();
  if (!DcmXfer(syntax).isEncapsulated()) return stored(*element, sizes);
  auto* data = dynamic_cast<DcmPixelData*>(element);
  if (data == nullptr) return cannot("its compressed pixel data cannot be decoded");
  const bool is_2000 = syntax == EXS_JPEG2000LosslessOnly || syntax == EXS_JPEG2000;
  return is_2000 ? decode_2000(dataset, *data, layout, sizes) : decode_frames(dataset, *data, sizes);
}

Result<std::vector<std::uint8_t>> decoded_pixels(std::span<const std::uint8_t> file) {
  SR_TRY(const auto object, read_dicom(file));
  return decode_dataset(*object->getDataset(), layout_of(*object->getDataset()));
}

}  // namespace shareready
