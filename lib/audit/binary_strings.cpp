#include "audit/binary_strings.hpp"

#include <bit>
#include <cstring>

namespace shareready {
namespace {

constexpr std::size_t k_fewest_characters = 8;

bool is_printable(std::uint8_t byte) { return byte >= 0x20 && byte < 0x7f; }

// Whether the first five of eight bytes are printable, all at once: one that is not sets its highest bit by
// one of the three terms; what it carries into the byte behind it changes nothing.
bool are_printable(const std::uint8_t* eight) {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::uint64_t k_lowest = 0x0101010101;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, eight, sizeof bytes);
  return (((bytes - 0x20 * k_lowest) | (bytes + k_lowest) | bytes) & (0x80 * k_lowest)) == 0;
}

// A stretch of eight that covers a byte reaches four bytes beyond it on one side.
bool may_be_in_stretch(std::span<const std::uint8_t> bytes, std::size_t at) {
  if (at < 4 || at + sizeof(std::uint64_t) > bytes.size()) return is_printable(bytes[at]);
  return are_printable(&bytes[at - 4]) || are_printable(&bytes[at]);
}

}  // namespace

// Each eighth byte is looked at: a stretch of eight covers one of them.
void visit_strings(std::span<const std::uint8_t> bytes,
                   const std::function<void(std::string_view text, std::size_t begin)>& visit) {
  std::size_t free_from = 0;
  for (std::size_t at = k_fewest_characters - 1; at < bytes.size();) {
    if (!may_be_in_stretch(bytes, at)) {
      at += k_fewest_characters;
      continue;
    }
    std::size_t begin = at;
    while (begin > free_from && is_printable(bytes[begin - 1])) --begin;
    std::size_t end = at + 1;
    while (end < bytes.size() && is_printable(bytes[end])) ++end;
    if (end - begin >= k_fewest_characters) {
      visit({reinterpret_cast<const char*>(bytes.data()) + begin, end - begin}, begin);
    }
    free_from = end;
    at = end + k_fewest_characters;
  }
}

}  // namespace shareready
