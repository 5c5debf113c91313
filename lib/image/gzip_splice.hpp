#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/result.hpp"
#include "image/gzip.hpp"

namespace shareready {

// What becomes of a content: `bytes` stand in for its first `replaced` bytes, and what follows its first
// `length` bytes goes.
struct NewStart {
  std::vector<std::uint8_t> bytes;
  std::uint64_t replaced = 0;
  std::uint64_t length = 0;
};

struct ReplacedStart {
  std::vector<GzipMember> members;  // of the source
  std::uint64_t cut = 0;            // bytes of content behind `length`, which went
  bool spliced = false;             // whether the deflate stream was taken over from its first window on
};

// Writes the gzip file `to`: the content of `from` with a new start, as one member with a header that says
// nothing of its origin, whole or not at all. The deflate stream is not encoded again but for the blocks that
// reach into the first 32 KiB behind the replaced bytes, the farthest that a reference goes back (RFC 1951,
// section 2); the checksum is combined from those of the parts. Where that cannot be (several members,
// content to be cut, no end of a block in the first 8 MiB) all is encoded again. Memory does not depend on
// the size of the file. Errors: no_input, io, cannot_create; bad_data (not gzip, damaged, less content than
// `length`, bytes after the last member); unsupported (more than 64 MiB of content behind `length`).
Result<ReplacedStart> replace_gzip_start(const std::filesystem::path& from, const std::filesystem::path& to,
                                         const NewStart& start);

// The first `count` bytes of a gzip file's content, fewer where it ends before. Errors: as above.
Result<std::vector<std::uint8_t>> read_gzip_start(const std::filesystem::path& from, std::size_t count);

}  // namespace shareready
