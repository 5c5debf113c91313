#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace shareready {

// The rows of all matrices of characters with more than one row in elements of a MAT-file of level 5
// ("MAT-File Format", MathWorks), one a line, wherever they lie in cells and structures; UTF-16 as its bytes
// below 256. Empty where there is none. Little-endian files only: others count as unreadable.
std::string character_rows(std::span<const std::uint8_t> elements);

}  // namespace shareready
