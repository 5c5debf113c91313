#pragma once

#include <cstdint>
#include <functional>
#include <span>

namespace shareready {

// A file or bytes at hand, read at any place. False where as many bytes are not there.
struct SeekableBytes {
  std::uint64_t size = 0;
  std::function<bool(std::uint64_t offset, std::span<std::uint8_t> into)> read;
};

// Whether a zip archive holds the beginning of a member that its directory does not list: before, between or
// behind those listed, where readers of zip do not look. True as well of a directory that cannot be followed,
// false without one, since members are then read as they come (PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5).
bool has_unlisted_members(const SeekableBytes& zip);

}  // namespace shareready
