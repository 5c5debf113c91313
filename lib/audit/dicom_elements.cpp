#include "audit/dicom_elements.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"

namespace shareready {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t k_preamble_bytes = 128;
constexpr std::uint32_t k_open_length = 0xffffffff;
constexpr unsigned k_deepest = 40;
constexpr std::uint32_t k_item = 0xfffee000;
constexpr std::uint32_t k_item_end = 0xfffee00d;
constexpr std::uint32_t k_sequence_end = 0xfffee0dd;

bool is_long(std::string_view vr) {
  constexpr std::array<std::string_view, 13> k_long{"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                                    "SV", "UC", "UN", "UR", "UT", "UV"};
  return std::find(k_long.begin(), k_long.end(), vr) != k_long.end();
}

class ElementReader {
 public:
  ElementReader(Bytes bytes, const DicomEvents& events) : bytes_(bytes), events_(events) {}

  bool run() {
    if (bytes_.size() < k_preamble_bytes + 4) return false;
    at_ = k_preamble_bytes + 4;
    return read_meta() && read_elements(bytes_.size(), 0);
  }

 private:
  [[nodiscard]] std::uint32_t number(std::size_t at, std::size_t size) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= static_cast<std::uint32_t>(bytes_[at + i]) << (8 * i);
    return value;
  }

  [[nodiscard]] std::optional<DicomElement> next(std::size_t end, bool implicit, unsigned depth) {
    if (end - at_ < 8) return std::nullopt;
    DicomElement element{.tag = number(at_, 2) << 16 | number(at_ + 2, 2), .depth = depth};
    at_ += 4;
    const bool delimiter = element.tag >> 16 == 0xfffe;
    if (!implicit && !delimiter) {
      element.vr = {static_cast<char>(bytes_[at_]), static_cast<char>(bytes_[at_ + 1])};
      const bool wide = is_long(element.vr);
      if (wide && end - at_ < 8) return std::nullopt;
      element.length = wide ? number(at_ + 4, 4) : number(at_ + 2, 2);
      at_ += wide ? 8 : 4;
    } else {
      element.length = number(at_, 4);
      at_ += 4;
    }
    if (element.length != k_open_length && element.length > end - at_) return std::nullopt;
    element.at = at_;
    return element;
  }

  // Group 0002 is always explicit little endian (PS3.10 section 7.1).
  [[nodiscard]] bool read_meta() {
    std::string syntax;
    while (bytes_.size() - at_ >= 8 && number(at_, 2) == 2) {
      const auto element = next(bytes_.size(), false, 0);
      if (!element || element->length == k_open_length) return false;
      if (element->tag == 0x00020010) syntax = dicom_text(bytes_, *element);
      if (events_.meta) events_.meta(*element);
      at_ += element->length;
    }
    implicit_ = syntax == "1.2.840.10008.1.2";
    const bool deflated = syntax == "1.2.840.10008.1.2.1.99";
    const bool swapped = syntax == "1.2.840.10008.1.2.2";
    return !syntax.empty() && !deflated && !swapped;
  }

  [[nodiscard]] bool read_elements(std::size_t end, unsigned depth) {
    while (at_ < end) {
      const auto element = next(end, implicit_, depth);
      if (!element) return false;
      if (element->tag == k_item_end) return depth > 0;
      if (!read_value(*element, end)) return false;
    }
    return true;
  }

  [[nodiscard]] bool read_value(const DicomElement& element, std::size_t end) {
    const bool open = element.length == k_open_length;
    if (element.tag == k_dicom_pixel_data && open) {
      if (events_.value) events_.value({.tag = element.tag, .vr = element.vr, .depth = element.depth});
      return skip_fragments(end);
    }
    const bool nested =
        element.vr == "SQ" || open || (element.vr.empty() && starts_with_item(element.length));
    if (nested) {
      if (events_.sequence) events_.sequence(element);
      return read_items(open ? end : at_ + element.length, open, element.depth + 1);
    }
    if (events_.value) events_.value(element);
    at_ += element.length;
    return true;
  }

  [[nodiscard]] bool starts_with_item(std::size_t length) const {
    return length >= 8 && (number(at_, 2) << 16 | number(at_ + 2, 2)) == k_item;
  }

  [[nodiscard]] bool read_items(std::size_t end, bool open, unsigned depth) {
    if (depth > k_deepest) return false;
    while (at_ < end) {
      const auto item = next(end, implicit_, depth);
      if (!item) return false;
      if (item->tag == k_sequence_end) return open;
      if (item->tag != k_item) return false;
      const std::size_t item_end = item->length == k_open_length ? end : at_ + item->length;
      if (!read_elements(item_end, depth)) return false;
    }
    return !open;
  }

  [[nodiscard]] bool skip_fragments(std::size_t end) {
    while (at_ < end) {
      const auto item = next(end, false, 0);
      if (!item || item->length == k_open_length) return false;
      at_ += item->length;
      if (item->tag == k_sequence_end) return true;
    }
    return false;
  }

  Bytes bytes_;
  const DicomEvents& events_;
  std::size_t at_ = 0;
  bool implicit_ = false;
};

}  // namespace

bool read_dicom_elements(Bytes bytes, const DicomEvents& events) {
  return ElementReader(bytes, events).run();
}

std::string dicom_text(Bytes bytes, const DicomElement& element) {
  std::string_view text(reinterpret_cast<const char*>(bytes.data()) + element.at, element.length);
  while (!text.empty() && (text.back() == '\0' || text.back() == ' ')) text.remove_suffix(1);
  return std::string(trim(text));
}

}  // namespace shareready
