#include "base/random.hpp"

#include <sys/random.h>

#include <cerrno>
#include <cstring>
#include <limits>

namespace shareready {

Status os_random(std::span<std::uint8_t> buffer) {
  while (!buffer.empty()) {
    const ssize_t got = getrandom(buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Error{ErrorCode::internal, "getrandom", "the system's random generator failed", {}};
    buffer = buffer.subspan(static_cast<std::size_t>(got));
  }
  return Done{};
}

Result<std::uint64_t> random_below(std::uint64_t bound, const RandomSource& random) {
  if (bound == 0) return Error{ErrorCode::internal, "random_below", "got bound 0, expected at least 1", {}};
  // Values below the remainder of 2^64 / bound would make small results more likely: draw again.
  const std::uint64_t remainder = (std::numeric_limits<std::uint64_t>::max() % bound + 1) % bound;
  while (true) {
    std::uint64_t value = 0;
    SR_CHECK(random(std::span(reinterpret_cast<std::uint8_t*>(&value), sizeof value)));
    if (value >= remainder) return value % bound;
  }
}

}  // namespace shareready
