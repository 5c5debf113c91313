#include "dicom/captures.hpp"

#include <algorithm>
#include <string_view>

#include "base/text.hpp"
#include "dicom/burned_in_text.hpp"
#include "dicom/dicom_stream.hpp"
#include "dicom/object_layout.hpp"
#include "dicom/object_pixels.hpp"

namespace shareready {
namespace {

Error cannot_search() {
  return Error{ErrorCode::unsupported, "DICOM file", "its pixels cannot be searched for letters", {}};
}

// The pixels of a screen as grey planes: one a frame, or one a colour and frame.
struct Planes {
  FrameLayout layout{};  // of each
  std::size_t colours = 1;
  std::vector<std::vector<std::uint8_t>> all{};
};

// Colours that are stored uncompressed, 8 bits each, pixel by pixel or one after the other (PS3.3 section
// C.7.6.3.1.3).
Result<Planes> colour_planes(DcmDataset& dataset, const FrameLayout& layout) {
  Uint16 samples = 0, planar = 0;
  OFString palette;
  dataset.findAndGetUint16(DCM_SamplesPerPixel, samples);
  dataset.findAndGetUint16(DCM_PlanarConfiguration, planar);
  dataset.findAndGetOFString(DCM_PhotometricInterpretation, palette);
  const auto pixels = native_pixels(dataset);
  const std::size_t size = layout.rows * layout.columns;
  const bool known = samples == 3 && (palette == "RGB" || palette == "YBR_FULL");
  if (!known || !pixels || size == 0 || layout.bits_allocated != 8 || layout.bits_stored != 8)
    return cannot_search();
  Planes planes{.layout = layout, .colours = samples};
  for (std::size_t at = 0; at + 3 * size <= pixels->size(); at += 3 * size) {
    for (std::size_t colour = 0; colour < 3; ++colour) {
      std::vector<std::uint8_t>& plane = planes.all.emplace_back(size);
      for (std::size_t i = 0; i < size; ++i)
        plane[i] = (*pixels)[at + (planar == 0 ? 3 * i + colour : colour * size + i)];
    }
  }
  return planes;
}

Result<Planes> planes_of(DcmDataset& dataset, const FrameLayout& layout) {
  if (!layout.is_grey) return colour_planes(dataset, layout);
  const bool depth = layout.bits_allocated == 8 || layout.bits_allocated == 16;
  if (!depth || layout.high_bit + 1 < layout.bits_stored) return cannot_search();
  SR_TRY(const std::vector<std::uint8_t> pixels, decode_dataset(dataset, layout));
  const std::size_t size = layout.rows * layout.columns * layout.bits_allocated / 8;
  Planes planes{.layout = layout};
  for (std::size_t at = 0; at + size <= pixels.size(); at += size) {
    const auto begin = pixels.begin() + static_cast<std::ptrdiff_t>(at);
    planes.all.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(size));
  }
  return planes;
}

// Adds one frame below those that a picture holds: the mean of its colours, or its range of grey.
void add_frame(const Planes& planes, std::size_t first, Picture& picture) {
  const std::size_t size = planes.layout.rows * planes.layout.columns;
  std::vector<float> values(size), plane(size);
  for (std::size_t colour = 0; colour < planes.colours; ++colour) {
    read_frame(planes.layout, 0, planes.all[first + colour], plane);
    for (std::size_t i = 0; i < size; ++i) values[i] += plane[i];
  }
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const float range = std::max(*high - *low, 1.0F);
  for (const float value : values)
    picture.grey.push_back(static_cast<std::uint8_t>((value - *low) / range * 255.0F));
  picture.height += planes.layout.rows;
}

}  // namespace

Result<bool> screen_shows_text(DcmDataset& dataset, const FrameLayout& layout) {
  SR_TRY(const Planes planes, planes_of(dataset, layout));
  return std::any_of(planes.all.begin(), planes.all.end(), [&](const std::vector<std::uint8_t>& plane) {
    return frame_shows_text(planes.layout, plane);
  });
}

Result<Picture> screen_picture(std::span<const std::uint8_t> file) {
  constexpr std::size_t k_most_pixels = std::size_t{64} << 20U;
  SR_TRY(const auto object, read_dicom(file));
  FrameLayout layout = layout_of(*object->getDataset());
  layout.frames.assign(1, {});  // numbers as they are stored
  SR_TRY(const Planes planes, planes_of(*object->getDataset(), layout));
  if (planes.all.empty() || planes.all.size() * layout.rows * layout.columns > k_most_pixels) {
    return Error{ErrorCode::unsupported, "DICOM file", "it holds more than a person can look at", {}};
  }
  Picture picture;
  picture.width = layout.columns;
  for (std::size_t first = 0; first < planes.all.size(); first += planes.colours)
    add_frame(planes, first, picture);
  return picture;
}

}  // namespace shareready
