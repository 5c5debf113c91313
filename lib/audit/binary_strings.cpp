#include "audit/binary_strings.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_fewest_characters = 8;

bool is_printable(std::uint8_t byte) { return byte >= 0x20 && byte < 0x7f; }

}  // namespace

// Each eighth byte is looked at: a stretch of eight covers one of them.
void visit_strings(std::span<const std::uint8_t> bytes,
                   const std::function<void(std::string_view text, std::size_t begin)>& visit) {
  std::size_t free_from = 0;
  for (std::size_t at = k_fewest_characters - 1; at < bytes.size();) {
    if (!is_printable(bytes[at])) {
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
