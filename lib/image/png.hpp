#pragma once

#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "image/picture.hpp"

namespace shareready {

// The picture as a PNG file without any text or time chunk. Errors: internal (empty picture, no memory).
Result<std::vector<std::uint8_t>> encode_png(const Picture& picture);

}  // namespace shareready
