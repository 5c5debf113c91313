#pragma once

#include <cstdint>
#include <span>

#include "base/result.hpp"

namespace shareready {

// Looks at a little endian file's elements by themselves, since DCMTK mends and guesses where this stops: a
// value representation that is none, an element twice, or, at the root, out of the order of tags (PS3.5
// sections 6.2 and 7.1). Errors: bad_data.
Status check_structure(std::span<const std::uint8_t> file, bool implicit);

}  // namespace shareready
