#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/byte_source.hpp"

namespace shareready {

// The fields of a gzip member's header that can carry text or a date (RFC 1952, 2.3).
struct GzipFields {
  std::string file_name;
  std::string comment;
  std::string extra;
  std::uint32_t modified = 0;  // seconds since 1970, 0: none
  friend bool operator==(const GzipFields&, const GzipFields&) = default;
};

// Inflates a gzip stream of any number of members in bounded memory, and keeps what stands around the data.
class GzipReader {
 public:
  explicit GzipReader(ByteSource compressed);
  // The next inflated bytes; 0 at the end. Errors: bad_data (damaged, or cut off), those of the source.
  Result<std::size_t> read(std::span<std::uint8_t> buffer);
  // The distinct field sets of the members met so far (at most 1000).
  [[nodiscard]] const std::vector<GzipFields>& fields() const;
  // What follows the last member, as far as 1 MiB; zero bytes alone are padding and are not kept.
  [[nodiscard]] const std::vector<std::uint8_t>& trailing() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// What bytes that begin as a zlib stream (RFC 1950) or a gzip member gave.
enum class StreamEnd { whole, damaged, cut_off, too_long };
struct InflatedStream {
  StreamEnd end = StreamEnd::damaged;
  std::vector<std::uint8_t> bytes{};  // as far as they were read
  std::size_t used = 0;               // of the packed bytes
};

// Inflates such a stream at hand, as far as about `most` bytes.
InflatedStream inflate_stream(std::span<const std::uint8_t> bytes, std::uint64_t most);

// Inflates a zlib stream (RFC 1950) or a gzip member at hand, as far as `most` bytes; what follows it is not
// read. Errors: bad_data.
Result<std::vector<std::uint8_t>> inflate_zlib(std::span<const std::uint8_t> bytes, std::uint64_t most);

// Whether bytes are the beginning of such a stream, as far as they go; one in 4,000 of random ones has its
// header.
bool begins_as_zlib(std::span<const std::uint8_t> head);

}  // namespace shareready
