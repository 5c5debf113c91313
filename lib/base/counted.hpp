#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shareready {

std::string counted(std::uint64_t n, std::string_view one, std::string_view many);  // '1 image', '3 images'

}  // namespace shareready
