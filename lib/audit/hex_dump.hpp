#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace shareready {

// Visits the bytes of each dump in a text: at least eight groups of hex digits, all of one even length of 2
// to 64 but the last, with one to three characters of " ,:-\" and line ends between them and maybe "0x"
// before each ("73 75 62", "73\75\62", "0x73, 0x75", lines of 32 digits). Numbers of a table may look so too.
void visit_hex_dumps(std::string_view text,
                     const std::function<void(std::vector<std::uint8_t> bytes, std::size_t begin)>& visit);

}  // namespace shareready
