#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace shareready {

// Calls for each stretch of at least 8 printable ASCII characters; fewer bytes than there are get looked at.
void visit_strings(std::span<const std::uint8_t> bytes,
                   const std::function<void(std::string_view text, std::size_t begin)>& visit);

}  // namespace shareready
