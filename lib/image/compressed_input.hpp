#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <span>

#include "base/byte_source.hpp"

namespace shareready {

// Two bytes of input at hand for zlib, unless the source has ended. What was not used yet moves to the front
// of `input`.
inline Status refill(z_stream& stream, const ByteSource& source, std::span<std::uint8_t> input,
                     bool& source_ended) {
  if (stream.avail_in >= 2 || source_ended) return Done{};
  std::copy_n(stream.next_in, stream.avail_in, input.begin());
  SR_TRY(const std::size_t count, read_fully(source, input.subspan(stream.avail_in)));
  source_ended = stream.avail_in + count < input.size();
  stream.next_in = input.data();
  stream.avail_in += static_cast<uInt>(count);
  return Done{};
}

}  // namespace shareready
