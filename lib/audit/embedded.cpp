#include "audit/embedded.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <vector>

#include "audit/armours.hpp"
#include "audit/gunzip.hpp"
#include "base/byte_source.hpp"

namespace shareready {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t k_most_bytes = std::uint64_t{256} << 20U;  // packed or unpacked
constexpr std::size_t k_fewest_unpacked_bytes = 8;
constexpr std::size_t k_fewest_of_damaged = 64;  // what begins as a stream by chance breaks off sooner
constexpr std::uint8_t k_zlib_mark = 0x78;
constexpr std::size_t k_least_left = 12;  // the shortest stream that holds a word

Layer embedded_in(const Layer& outer, std::uint64_t at) {
  return {.where = fmt::format("{}packed at byte {} > ", outer.where, at),
          .name = {},
          .depth = outer.depth + 1,
          .file = {}};
}

// With numbers of version and method below 256: four bytes alone are met in some gigabytes by chance.
bool begins_zip(std::string_view rest) {
  return rest.starts_with("PK\3\4"sv) && rest[5] == 0 && rest[9] == 0;
}

bool begins_packed(std::span<const std::uint8_t> rest) {
  const bool gzip = rest[0] == 0x1f && rest[1] == 0x8b && rest[2] == 8;
  return gzip || (rest[0] == k_zlib_mark && (rest[0] * 256 + rest[1]) % 31 == 0);
}

// Whether two bytes may begin anything that look_at knows.
bool may_begin(std::uint8_t first, std::uint8_t second) {
  static constexpr auto k_first = [] {
    std::array<bool, 256> begins{};
    for (const std::size_t byte : {0x78U, 0x1fU, 0x50U, 0x73U}) begins[byte] = true;  // "P" and "s"
    return begins;
  }();
  if (!k_first[first]) return false;
  return first == 0x78 ? (first * 256 + second) % 31 == 0 : second == 0x8b || second == 'K' || second == 't';
}

// A whole block at once, without a branch; it is followed by another byte.
constexpr std::size_t k_block = 16;
bool may_have_beginning(const std::uint8_t* block) {
  std::uint8_t any = 0;
  for (std::size_t i = 0; i < k_block; ++i) {
    const auto is = [&](std::uint8_t first, std::uint8_t second) {
      return static_cast<std::uint8_t>(static_cast<std::uint8_t>(block[i] == first) &
                                       static_cast<std::uint8_t>(block[i + 1] == second));
    };
    any |= static_cast<std::uint8_t>(static_cast<std::uint8_t>(block[i] == 0x78) | is(0x1f, 0x8b) |
                                     is('P', 'K') | is('s', 't'));
  }
  return any != 0;
}

// The first place from `at` on where anything may begin; at the end, the last byte.
std::size_t next_beginning(std::span<const std::uint8_t> bytes, std::size_t at) {
  while (at + 1 < bytes.size()) {
    while (at + k_block < bytes.size() && !may_have_beginning(&bytes[at])) at += k_block;
    for (const std::size_t end = std::min(at + k_block, bytes.size() - 1); at < end; ++at) {
      if (may_begin(bytes[at], bytes[at + 1])) return at;
    }
  }
  return at;
}

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::size_t number_at(std::string_view bytes, std::size_t at, std::size_t width) {
  std::size_t number = 0;
  for (std::size_t i = width; i > 0; --i)
    number = number * 256 + static_cast<unsigned char>(bytes[at + i - 1]);
  return number;
}

// The size of the zip archive that bytes begin with: its last record tells where it begins itself (APPNOTE,
// 4.3.16), counted from there or from the beginning of the file; a record of a zip stored within it tells of
// another place. 0: its end is not among the bytes.
std::size_t size_of_zip(std::string_view bytes, std::uint64_t begin) {
  constexpr std::size_t k_record_bytes = 22;
  for (std::size_t end = bytes.find("PK\5\6"sv); end != std::string_view::npos;
       end = bytes.find("PK\5\6"sv, end + 4)) {
    if (end + k_record_bytes > bytes.size()) break;
    const std::uint64_t told = number_at(bytes, end + 12, 4) + number_at(bytes, end + 16, 4);
    if (told != end && told != begin + end) continue;
    const std::size_t whole = end + k_record_bytes + number_at(bytes, end + 20, 2);
    if (whole <= bytes.size()) return whole;
  }
  return 0;
}

}  // namespace

// Blocks are looked at where they are; only what is not done with at their end is copied.
void EmbeddedStreams::feed(std::span<const std::uint8_t> block) {
  if (held_.size() < k_least_left && !block.empty() && !begins_in_held(block.front())) {
    held_from_ += held_.size();
    held_.clear();
  }
  if (held_.empty()) {
    bytes_ = block;
    const std::size_t done = look(false);
    held_.assign(block.begin() + static_cast<std::ptrdiff_t>(done), block.end());
    return;
  }
  held_.insert(held_.end(), block.begin(), block.end());
  if (held_.size() >= wanted_) look_at_held(false);
}

void EmbeddedStreams::finish() {
  look_at_held(true);
  for (const std::string& page : glyphs_.pages_in_letters()) {
    if (!report_.spend(page.size()))
      return report_.add_unreadable(layer_.where + "content", "too many bytes");
    Layer letters = embedded_in(layer_, 0);
    letters.where = layer_.where + "numbered glyphs > ";
    audit_content(memory_source({page.begin(), page.end()}), letters, report_);
  }
}

void EmbeddedStreams::look_at_held(bool is_last) {
  bytes_ = held_;
  const std::size_t done = look(is_last);
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(done));
}

bool EmbeddedStreams::begins_in_held(std::uint8_t next) const {
  for (std::size_t at = 0; at < held_.size(); ++at) {
    if (may_begin(held_[at], at + 1 < held_.size() ? held_[at + 1] : next)) return true;
  }
  return false;
}

std::size_t EmbeddedStreams::look(bool is_last) {
  wanted_ = 0;
  std::size_t at = 0;
  while (at + k_least_left <= bytes_.size()) {
    at = std::min(next_beginning(bytes_, at), bytes_.size() - k_least_left + 1);
    if (at + k_least_left > bytes_.size()) break;
    const std::size_t done = look_at(at, is_last);
    if (done == 0) break;
    at += done;
  }
  at = std::min(at, bytes_.size());
  held_from_ += at;
  return at;
}

std::size_t EmbeddedStreams::look_at(std::size_t at, bool is_last) {
  const auto rest = bytes_.subspan(at);
  const bool zip = held_from_ + at > 0 && !broken_zip_ && begins_zip(text_of(rest));
  if (zip) return take_zip(at, is_last);
  if (text_of(rest).starts_with("stream"sv)) return take_ascii85(at, is_last);
  if (among_ == Among::all_but_zlib && rest[0] == k_zlib_mark) return 1;
  return begins_packed(rest) ? take_stream(at, is_last) : 1;
}

std::size_t EmbeddedStreams::take_stream(std::size_t at, bool is_last) {
  InflatedStream inflated = inflate_stream(bytes_.subspan(at), k_most_bytes);
  if (inflated.end == StreamEnd::cut_off && !is_last) return wait_for_more(at, "a packed stream");
  if (inflated.end == StreamEnd::too_long) {
    report_.add_unreadable(embedded_in(layer_, held_from_ + at).where + "content", "too long to hold");
    return inflated.used;
  }
  const bool is_whole = inflated.end == StreamEnd::whole;
  if (inflated.bytes.size() < (is_whole ? k_fewest_unpacked_bytes : k_fewest_of_damaged)) return 1;
  audit_unpacked(std::move(inflated.bytes), at);
  return is_whole ? inflated.used : 1;
}

// What is no whole archive is judged as one that is damaged, with all that follows it.
std::size_t EmbeddedStreams::take_zip(std::size_t at, bool is_last) {
  const auto rest = bytes_.subspan(at);
  const std::size_t size = size_of_zip(text_of(rest), held_from_ + at);
  if (size == 0 && !is_last) return wait_for_more(at, "an archive");
  broken_zip_ = size == 0;
  const auto zip = broken_zip_ ? rest : rest.first(size);
  audit_content(memory_source({zip.begin(), zip.end()}), embedded_in(layer_, held_from_ + at), report_);
  return broken_zip_ ? 1 : size;
}

// A stream of a PDF in Ascii85: lines of its characters alone up to "~>".
std::size_t EmbeddedStreams::take_ascii85(std::size_t at, bool is_last) {
  constexpr std::string_view k_mark = "stream";
  const std::string_view rest = text_of(bytes_.subspan(at + k_mark.size()));
  const auto end = std::find_if(rest.begin(), rest.end(), [](char c) {
    return (c < '!' || c > 'u') && c != 'z' && c != ' ' && c != '\n' && c != '\r' && c != '\t';
  });
  if (end == rest.end() && !is_last) return wait_for_more(at, "a stream of Ascii85");
  if (end == rest.end() || *end != '~') return k_mark.size();
  audit_unpacked(from_ascii85({rest.begin(), end}), at);
  return k_mark.size() + static_cast<std::size_t>(end - rest.begin());
}

std::size_t EmbeddedStreams::wait_for_more(std::size_t at, std::string_view what) {
  const std::size_t held = bytes_.size() - at;
  wanted_ = 2 * held;
  if (held <= k_most_bytes) return 0;
  report_.add_unreadable(embedded_in(layer_, held_from_ + at).where + "content",
                         std::string(what) + " too long to hold");
  return 1;
}

void EmbeddedStreams::audit_unpacked(std::vector<std::uint8_t> bytes, std::size_t at) {
  if (!report_.spend(bytes.size())) return report_.add_unreadable(layer_.where + "content", "too many bytes");
  glyphs_.take(text_of(bytes));
  audit_content(memory_source(std::move(bytes)), embedded_in(layer_, held_from_ + at), report_);
}

// The byte before this place is a letter where zero bytes follow it up to its width, or where it ends a
// stretch.
// Outside of a stretch only the last of several bytes other than zero can be a wide letter: those before it
// are passed over, which most bytes of compressed data are.
std::size_t WideLetters::last_before_zero(std::span<const std::uint8_t> block, std::size_t at) {
  if (in_stretch_ || at + 1 == block.size() || block[at + 1] == 0) return at;
  const auto* zero = static_cast<const std::uint8_t*>(std::memchr(&block[at], 0, block.size() - at));
  const std::size_t end = zero == nullptr ? block.size() : static_cast<std::size_t>(zero - block.data());
  pending_ = block[end - 1];
  return end - 1;
}

void WideLetters::settle() {
  const bool goes_on = zeros_ == width_ - 1;
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
  for (std::size_t at = 0; at < block.size(); ++at) {
    if (block[at] == 0) {
      if (++zeros_ == width_) settle();
      continue;
    }
    settle();
    pending_ = block[at];
    zeros_ = 0;
    at = last_before_zero(block, at);
  }
  return bytes();
}

std::span<const std::uint8_t> WideLetters::rest() {
  letters_.clear();
  settle();
  return bytes();
}

}  // namespace shareready
