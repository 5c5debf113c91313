#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// Fills the buffer with the next bytes and says how many; 0 only at the end. A stream that is read once.
using ByteSource = std::function<Result<std::size_t>(std::span<std::uint8_t>)>;

// Of a regular file. Errors: no_input; reading may give io.
Result<ByteSource> open_source(const std::filesystem::path& path);

// Of bytes at hand, which the source keeps.
ByteSource memory_source(std::vector<std::uint8_t> bytes);

// The given bytes first, then the rest of another source.
ByteSource chained_source(std::vector<std::uint8_t> first, ByteSource rest);

// Reads until the buffer is full or the source ends; says how many bytes were read.
Result<std::size_t> read_fully(const ByteSource& source, std::span<std::uint8_t> buffer);

// What remains, as far as `most` bytes. Errors: those of the source; unsupported where there are more.
Result<std::vector<std::uint8_t>> read_rest(const ByteSource& source, std::uint64_t most);

}  // namespace shareready
