#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "base/result.hpp"

namespace shareready {

// Fills a buffer with random bytes. Stages take one as an argument; only tests pass another than os_random.
using RandomSource = std::function<Status(std::span<std::uint8_t>)>;

// The operating system's generator (getrandom(2)). Errors: internal when it cannot deliver.
Status os_random(std::span<std::uint8_t> buffer);

// An unbiased whole number in [0, bound) by rejection; bound must be at least 1.
Result<std::uint64_t> random_below(std::uint64_t bound, const RandomSource& random);

}  // namespace shareready
