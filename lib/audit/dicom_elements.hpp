#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace shareready {

// One element of a DICOM file, as it lies in the bytes.
struct DicomElement {
  std::uint32_t tag = 0;
  std::string vr{};  // empty in implicit VR
  std::size_t at = 0;
  std::uint32_t length = 0;  // 0xffffffff: open
  unsigned depth = 0;        // 0: in the data set itself
};

inline constexpr std::uint32_t k_dicom_pixel_data = 0x7fe00010;

// What a reader of elements is told, in the order of the file.
struct DicomEvents {
  std::function<void(const DicomElement&)> meta{};      // of group 0002
  std::function<void(const DicomElement&)> sequence{};  // before its items
  std::function<void(const DicomElement&)> value{};     // every other one; compressed pixel data: `at` 0
};

// Reads a file with preamble to its last byte (PS3.5 section 7, PS3.10 section 7.1), at every depth. False
// where it is damaged, or big-endian or deflated, which is not read here.
bool read_dicom_elements(std::span<const std::uint8_t> bytes, const DicomEvents& events);

// The element's value as text without padding.
std::string dicom_text(std::span<const std::uint8_t> bytes, const DicomElement& element);

}  // namespace shareready
