#include "audit/hex_dump.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace shareready {
namespace {

constexpr std::size_t k_fewest_bytes = 8;
constexpr std::size_t k_longest_gap = 3;
constexpr std::size_t k_longest_group = 64;

// 0 to 15 of a hex digit; else what it is.
constexpr std::uint8_t k_gap = 16, k_other = 17;

constexpr std::array<std::uint8_t, 256> k_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(k_other);
  for (std::size_t i = 0; i < 10; ++i) values['0' + i] = static_cast<std::uint8_t>(i);
  for (std::size_t i = 0; i < 6; ++i) {
    values['a' + i] = static_cast<std::uint8_t>(10 + i);
    values['A' + i] = static_cast<std::uint8_t>(10 + i);
  }
  for (const char c : std::string_view(" ,:-\\\n\r\t")) values[static_cast<unsigned char>(c)] = k_gap;
  return values;
}();

std::uint8_t value_at(std::string_view text, std::size_t at) {
  return at < text.size() ? k_values[static_cast<unsigned char>(text[at])] : k_other;
}

std::size_t prefix_at(std::string_view text, std::size_t at) {
  const std::string_view two = text.substr(at, 2);
  return two == "0x" || two == "0X" || two == "\\x" ? 2 : 0;
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (count <= k_longest_group && value_at(text, at + count) < k_gap) ++count;
  return count;
}

// Where the next group's digits begin.
std::optional<std::size_t> next_group(std::string_view text, std::size_t end) {
  std::size_t at = end;
  while (at < text.size() && at - end <= k_longest_gap && value_at(text, at) == k_gap &&
         prefix_at(text, at) == 0)
    ++at;
  const std::size_t prefix = at < text.size() ? prefix_at(text, at) : 0;
  if ((at == end && prefix == 0) || at - end > k_longest_gap) return std::nullopt;
  return at + prefix;
}

// Digits within a word that is no group are none.
std::size_t end_of_word(std::string_view text, std::size_t at) {
  while (at < text.size() && value_at(text, at) != k_gap && text[at] != '"' && text[at] != '(' &&
         text[at] != '<' && text[at] != '{' && text[at] != '[')
    ++at;
  return at;
}

void append_group(std::string_view digits, std::vector<std::uint8_t>& bytes) {
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(value_at(digits, i) * 16 + value_at(digits, i + 1)));
  }
}

}  // namespace

void visit_hex_dumps(std::string_view text,
                     const std::function<void(std::vector<std::uint8_t> bytes, std::size_t begin)>& visit) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t at = 0; at < text.size();) {
    if (value_at(text, at) >= k_gap && text[at] != '\\') {
      ++at;
      continue;
    }
    const std::size_t begin = at + prefix_at(text, at);
    const std::size_t width = digits_at(text, begin);
    std::size_t end = begin + width;
    const bool may_be = width >= 2 && width % 2 == 0 && width <= k_longest_group;
    bytes.clear();
    if (may_be) append_group(text.substr(begin, width), bytes);
    while (may_be) {
      const auto next = next_group(text, end);
      const std::size_t digits = next ? digits_at(text, *next) : 0;
      if (digits == 0 || digits > width) break;
      end = *next + digits;
      append_group(text.substr(*next, digits), bytes);
      if (digits < width) break;
    }
    if (bytes.size() >= k_fewest_bytes && end > begin + width) visit(bytes, begin);
    at = std::max(end, at + 1);
    if (value_at(text, end) != k_gap) at = end_of_word(text, at);
  }
}

}  // namespace shareready
