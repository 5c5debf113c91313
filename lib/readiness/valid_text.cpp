#include "readiness/valid_text.hpp"

#include <cstdint>

namespace shareready::readiness {
namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";  // U+FFFD

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t length = 0;  // bytes; 0 where there is no valid sequence
};

std::size_t sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  if (first >= 0xF0 && first < 0xF5) return 4;
  return 0;
}

CodePoint read_code_point(std::string_view text) {
  constexpr std::uint32_t k_lead_masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  constexpr std::uint32_t k_smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = sequence_length(first);
  if (length == 0 || length > text.size()) return {};
  std::uint32_t value = first & k_lead_masks[length];
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (byte & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < k_smallest[length] || value > 0x10FFFF || surrogate) return {};
  return {value, length};
}

bool is_unwanted(std::uint32_t value) {
  const bool control = (value < 0x20 && value != '\n' && value != '\t') || (value >= 0x7F && value < 0xA0);
  const bool direction = (value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069) ||
                         value == 0x200E || value == 0x200F;
  return control || direction;
}

}  // namespace

std::string valid_text(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = read_code_point(text);
    if (point.length == 0) {
      valid += k_replacement;
      text.remove_prefix(1);
      continue;
    }
    valid += is_unwanted(point.value) ? std::string_view(" ") : text.substr(0, point.length);
    text.remove_prefix(point.length);
  }
  return valid;
}

void make_valid_text(Json& value) {
  if (value.is_string()) {
    value = Json(valid_text(value.as_string()));
  } else if (value.is_array()) {
    for (Json& element : value.array()) make_valid_text(element);
  } else if (value.is_object()) {
    for (auto& [key, member] : value.object()) {
      key = valid_text(key);
      make_valid_text(member);
    }
  }
}

}  // namespace shareready::readiness
