#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "image/gzip.hpp"

namespace shareready {

// Where a read of a GzipStream came to rest.
struct GzipStep {
  std::span<const std::uint8_t> taken;  // the compressed bytes it used; they last until the next read
  std::size_t produced = 0;             // bytes of content
  bool member_ended = false;            // with its trailer, whose checksum was right
  bool file_ended = false;
  // Stands between two blocks of one deflate stream; the byte taken last still holds `unused_bits` of the
  // next block, in its high bits.
  bool between_blocks = false;
  int unused_bits = 0;
};

enum class ReadTo { full, block_end };

// Inflates a gzip file piece by piece in bounded memory, member after member, each checksum verified.
class GzipStream {
 public:
  // Errors: no_input; unsupported (no memory).
  static Result<GzipStream> open(const std::filesystem::path& path);

  // Reads content until the buffer is full, a member ends, or, where asked, a deflate block ends. Errors: io;
  // bad_data (not gzip, damaged, cut off, bytes after the last member).
  Result<GzipStep> read(std::span<std::uint8_t> buffer, ReadTo to = ReadTo::full);
  // The headers of the members met so far, at most k_most_kept_members of them.
  [[nodiscard]] const std::vector<GzipMember>& members() const;
  // CRC-32 of the content of the member that is being read or has just ended.
  [[nodiscard]] std::uint32_t checksum() const;

  static constexpr std::size_t k_most_kept_members = 1000;

 private:
  struct State;
  explicit GzipStream(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

}  // namespace shareready
