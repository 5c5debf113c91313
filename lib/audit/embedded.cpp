#include "audit/embedded.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "audit/gunzip.hpp"
#include "base/byte_source.hpp"

namespace shareready {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t k_most_unpacked_bytes = std::uint64_t{256} << 20U;
constexpr std::size_t k_fewest_unpacked_bytes = 8;
constexpr std::size_t k_least_left = 12;  // the shortest stream that holds a word

Layer embedded_in(const Layer& outer, std::size_t at) {
  return {.where = fmt::format("{}packed at byte {} > ", outer.where, at),
          .name = {},
          .depth = outer.depth + 1,
          .file = {}};
}

bool begins_packed(std::span<const std::uint8_t> rest) {
  const bool gzip = rest[0] == 0x1f && rest[1] == 0x8b && rest[2] == 8;
  return gzip || (rest[0] == 0x78 && (rest[0] * 256 + rest[1]) % 31 == 0);
}

}  // namespace

void audit_embedded(std::span<const std::uint8_t> bytes, const Layer& layer, FileReport& report) {
  for (std::size_t at = 0; at + k_least_left <= bytes.size(); ++at) {
    if (bytes[at] != 0x78 && bytes[at] != 0x1f && bytes[at] != 'P') continue;
    const auto rest = bytes.subspan(at);
    const std::string_view four(reinterpret_cast<const char*>(rest.data()), 4);
    if (at > 0 && four == "PK\3\4"sv) {
      return audit_content(memory_source({rest.begin(), rest.end()}), embedded_in(layer, at), report);
    }
    if (!begins_packed(rest)) continue;
    auto inflated = inflate_zlib(rest, k_most_unpacked_bytes);
    if (!inflated.ok() || inflated->size() < k_fewest_unpacked_bytes) continue;
    if (!report.spend(inflated->size())) {
      return report.add_unreadable(layer.where + "content", "too many bytes");
    }
    audit_content(memory_source(std::move(*inflated)), embedded_in(layer, at), report);
  }
}

// The byte before this place is a letter where three zero bytes follow it, or where it ends a stretch.
void WideLetters::settle() {
  const bool goes_on = zeros_ == 3;
  if (pending_ != 0 && (goes_on || in_stretch_)) letters_ += static_cast<char>(pending_);
  if (in_stretch_ && !goes_on) letters_ += '\0';
  in_stretch_ = pending_ != 0 && goes_on;
  pending_ = 0;
}

std::span<const std::uint8_t> WideLetters::bytes() const {
  return {reinterpret_cast<const std::uint8_t*>(letters_.data()), letters_.size()};
}

std::span<const std::uint8_t> WideLetters::narrowed(std::span<const std::uint8_t> block) {
  letters_.clear();
  for (const std::uint8_t byte : block) {
    if (byte == 0) {
      if (++zeros_ == 4) settle();
      continue;
    }
    settle();
    pending_ = byte;
    zeros_ = 0;
  }
  return bytes();
}

std::span<const std::uint8_t> WideLetters::rest() {
  letters_.clear();
  settle();
  return bytes();
}

}  // namespace shareready
