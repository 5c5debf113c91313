#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace shareready {

// 'a NRRD volume' where such an image begins, in a format that no face is looked for in; empty: it is none.
std::string_view unjudged_volume(std::span<const std::uint8_t> head);

}  // namespace shareready
