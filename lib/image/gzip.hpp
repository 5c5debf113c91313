#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// What the header of one gzip member says (RFC 1952, section 2.3).
struct GzipMember {
  std::string name;                 // FNAME, the original file name
  std::string comment;              // FCOMMENT
  std::vector<std::uint8_t> extra;  // FEXTRA
  std::uint32_t modified = 0;       // MTIME, seconds since 1970; 0 where absent
  std::uint8_t system = 255;        // OS
  std::uint64_t size = 0;           // of its uncompressed content

  // True where nothing about the file's origin stands in it (OS aside: it only names the compressing system).
  [[nodiscard]] bool is_anonymous() const {
    return name.empty() && comment.empty() && extra.empty() && modified == 0;
  }
};

struct Inflated {
  std::vector<std::uint8_t> bytes;
  std::vector<GzipMember> members;
};

// Far above any MRI series, far below what would exhaust a node unnoticed.
constexpr std::uint64_t k_inflate_limit = std::uint64_t{16} << 30;

bool is_gzip(std::span<const std::uint8_t> bytes);

// The content of a gzip file, all members joined, checksums verified. `subject` names the file in errors.
// Errors: bad_data (not gzip, truncated, damaged, bytes after the last member; zero padding is damage too),
// unsupported (more than `limit` bytes of content).
Result<Inflated> inflate_gzip(std::span<const std::uint8_t> bytes, std::string_view subject,
                              std::uint64_t limit = k_inflate_limit);

// The first bytes of the content, at most `count` (fewer where the file ends before); checksums are not
// verified. For a look at the header of a large file of which only the beginning was read.
Result<std::vector<std::uint8_t>> inflate_gzip_start(std::span<const std::uint8_t> bytes,
                                                     std::string_view subject, std::size_t count);

// On seven MRI series libdeflate's level 4 came within 1.5 % of the size of its level 6 and of `gzip -6`, in
// 0.6 of the former's and a sixth of the latter's time.
constexpr int k_deflate_level = 4;

// Compressed bytes in a buffer of their own, that may be larger than they are.
struct PackedBytes {
  std::unique_ptr<std::uint8_t[]> buffer;
  std::size_t size = 0;

  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {buffer.get(), size}; }
};

// Always one member, hence one thread: readers drop or refuse what follows the first member, and joining
// pieces within it costs more than it gains where participants run side by side (docs/adr/0019).
//
// One gzip member that says nothing of its origin: FLG 0, MTIME 0, XFL 0, OS 255 (unknown). The same input
// gives the same bytes with the same libdeflate. Errors: unsupported (no memory).
Result<PackedBytes> pack_gzip(std::span<const std::uint8_t> bytes, int level = k_deflate_level);
// The same as a vector.
Result<std::vector<std::uint8_t>> deflate_gzip(std::span<const std::uint8_t> bytes,
                                               int level = k_deflate_level);

}  // namespace shareready
