#include "audit/matlab_rows.hpp"

#include <cstring>
#include <optional>

namespace shareready {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint32_t k_int32 = 5, k_uint32 = 6, k_uint16 = 4, k_utf16 = 17;
constexpr std::uint32_t k_character_class = 4;

std::uint32_t number_at(Bytes bytes, std::size_t at) {
  std::uint32_t number = 0;
  std::memcpy(&number, bytes.data() + at, sizeof number);
  return number;
}

struct Element {
  std::uint32_t type = 0;
  Bytes data;
  std::size_t end = 0;  // where the next one begins
};

// Of at most four bytes it stands within its own head, whose upper half is the size.
std::optional<Element> element_at(Bytes bytes, std::size_t at) {
  if (at + 8 > bytes.size()) return std::nullopt;
  const std::uint32_t type = number_at(bytes, at);
  const std::size_t short_size = type >> 16U;
  if (short_size > 4) return std::nullopt;
  if (short_size > 0) return Element{type & 0xffffU, bytes.subspan(at + 4, short_size), at + 8};
  const std::size_t size = number_at(bytes, at + 4);
  if (size > bytes.size() - at - 8) return std::nullopt;
  return Element{type, bytes.subspan(at + 8, size), at + 8 + (size + 7) / 8 * 8};
}

// From its flags on: class, sizes, name, characters.
void append_rows(Bytes bytes, std::size_t flags, std::string& rows) {
  const auto sizes = element_at(bytes, flags + 16);
  if (!sizes || sizes->type != k_int32 || sizes->data.size() != 8) return;
  const auto name = element_at(bytes, sizes->end);
  const auto text = name ? element_at(bytes, name->end) : std::nullopt;
  if (!text) return;
  const std::size_t height = number_at(sizes->data, 0), width = number_at(sizes->data, 4);
  const std::size_t step = text->type == k_uint16 || text->type == k_utf16 ? 2 : 1;
  if (height < 2 || width == 0 || height > text->data.size() || text->data.size() / height / step != width)
    return;
  for (std::size_t row = 0; row < height; ++row) {
    for (std::size_t column = 0; column < width; ++column)
      rows += static_cast<char>(text->data[(column * height + row) * step]);
    rows += '\n';
  }
}

}  // namespace

std::string character_rows(Bytes elements) {
  std::string rows;
  for (std::size_t at = 0; at + 16 <= elements.size(); at += 8) {
    const bool are_flags = number_at(elements, at) == k_uint32 && number_at(elements, at + 4) == 8;
    if (are_flags && (number_at(elements, at + 8) & 0xffU) == k_character_class)
      append_rows(elements, at, rows);
  }
  return rows;
}

}  // namespace shareready
