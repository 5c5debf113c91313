#include "audit/needle_forms.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_fewest_label_characters = 3;
constexpr std::size_t k_fewest_digits = 5;

// Whether a number has so few digits that any table may hold it; letters make it an identifier.
bool is_short_number(std::string_view text) {
  const bool numeric = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '+' || c == '-' || c == 'e' || c == 'E';
  });
  const auto digits = static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }));
  return numeric && digits < k_fewest_digits;
}

std::string utf16_bytes(const std::vector<char32_t>& points, bool big_endian) {
  std::string bytes;
  const auto append_unit = [&](char32_t unit) {
    const char high = static_cast<char>((unit >> 8U) & 0xffU);
    const char low = static_cast<char>(unit & 0xffU);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  };
  for (const char32_t point : points) {
    if (point < 0x10000) {
      append_unit(point);
    } else {
      append_unit(0xd800 + ((point - 0x10000) >> 10U));
      append_unit(0xdc00 + ((point - 0x10000) & 0x3ffU));
    }
  }
  return bytes;
}

// UTF-16 of ASCII, which most labels and names are, without the outer zero byte.
std::string interleaved_ascii(std::string_view text) {
  std::string bytes(2 * text.size() - 1, '\0');
  for (std::size_t i = 0; i < text.size(); ++i) bytes[2 * i] = text[i];
  return bytes;
}

std::size_t sequence_length(unsigned char lead) {
  if (lead >= 0xf0 && lead < 0xf8) return 4;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xc0 && lead < 0xe0 ? 2 : 1;
}

}  // namespace

std::vector<char32_t> code_points_of(std::string_view utf8) {
  std::vector<char32_t> points;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = sequence_length(lead);
    char32_t point = length == 1 ? lead : lead & (0xffU >> (length + 1));
    bool valid = i + length <= utf8.size();
    for (std::size_t k = 1; valid && k < length; ++k) {
      const auto byte = static_cast<unsigned char>(utf8[i + k]);
      valid = (byte & 0xc0U) == 0x80;
      point = (point << 6U) | (byte & 0x3fU);
    }
    points.push_back(valid ? point : lead);
    i += valid ? length : 1;
  }
  return points;
}

void append_utf8(std::string& text, char32_t point) {
  const auto append = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (point < 0x80) {
    append(point);
  } else if (point < 0x800) {
    append(0xc0 | (point >> 6U));
    append(0x80 | (point & 0x3fU));
  } else if (point < 0x10000) {
    append(0xe0 | (point >> 12U));
    append(0x80 | ((point >> 6U) & 0x3fU));
    append(0x80 | (point & 0x3fU));
  } else {
    append(0xf0 | ((point >> 18U) & 0x07U));
    append(0x80 | ((point >> 12U) & 0x3fU));
    append(0x80 | ((point >> 6U) & 0x3fU));
    append(0x80 | (point & 0x3fU));
  }
}

std::vector<EncodedForm> encodings_of(std::string_view utf8) {
  std::vector<EncodedForm> forms;
  forms.reserve(3);
  forms.push_back({std::string(utf8), 1});
  if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    if (utf8.size() > 1) forms.push_back({interleaved_ascii(utf8), 2});
    return forms;
  }
  const std::vector<char32_t> points = code_points_of(utf8);
  const char32_t greatest = points.empty() ? 0 : *std::max_element(points.begin(), points.end());
  if (greatest < 0x100) {
    // Without the outer zero byte, the two byte orders spell the same.
    std::string interleaved = utf16_bytes(points, false);
    if (!interleaved.empty()) interleaved.pop_back();
    if (points.size() > 1) forms.push_back({interleaved, 2});
  } else {
    forms.push_back({utf16_bytes(points, false), 2});
    forms.push_back({utf16_bytes(points, true), 2});
  }
  if (greatest >= 0x80 && greatest < 0x100) {
    std::string latin1;
    for (const char32_t point : points) latin1 += static_cast<char>(static_cast<unsigned char>(point));
    forms.push_back({latin1, 1});
  }
  return forms;
}

std::vector<std::string> spellings_of(const std::string& text) {
  std::vector<std::string> forms = {text};
  if (text.find(' ') == std::string::npos) return forms;
  for (const std::string_view joint : {"_", "-", "^", ""}) forms.push_back(replace_all(text, " ", joint));
  return forms;
}

bool is_letter_or_digit(char32_t point) {
  if (point < 0x80) {
    return (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
  }
  struct Range {
    char32_t first, last;
  };
  constexpr std::array<Range, 14> k_signs = {{{0x80, 0xa9},
                                              {0xab, 0xb4},
                                              {0xb6, 0xb9},
                                              {0xbb, 0xbf},
                                              {0xd7, 0xd7},
                                              {0xf7, 0xf7},
                                              {0x60c, 0x61f},
                                              {0x964, 0x965},
                                              {0x2000, 0x2bff},
                                              {0x2e00, 0x303f},
                                              {0xfe10, 0xfe6f},
                                              {0xfeff, 0xff0f},
                                              {0xff1a, 0xff20},
                                              {0x1f000, 0x1ffff}}};
  return std::none_of(k_signs.begin(), k_signs.end(),
                      [&](const Range& signs) { return point >= signs.first && point <= signs.last; });
}

// Thai, Lao, Burmese and Khmer; all from CJK radicals on but private use, Arabic forms and the like.
bool is_without_spaces(char32_t point) {
  const bool southeast_asian = (point >= 0xe00 && point < 0xf00) || (point >= 0x1000 && point < 0x10a0) ||
                               (point >= 0x1780 && point < 0x1800);
  const bool east_asian = (point >= 0x2e80 && point < 0xd800) || (point >= 0xf900 && point < 0xfb00) ||
                          (point >= 0x20000 && point < 0x40000);
  return southeast_asian || east_asian;
}

bool is_weak(std::string_view text, const std::set<std::string>& common_words) {
  std::size_t characters = 0;
  for (const char32_t point : code_points_of(text))
    characters += point >= 0x2e80 && is_without_spaces(point) ? 2 : 1;
  return characters < k_fewest_label_characters || is_short_number(text) ||
         common_words.count(to_lower(text)) > 0;
}

}  // namespace shareready
