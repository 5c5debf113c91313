#pragma once

#include <string_view>

#include "base/json.hpp"

namespace shareready {

// The Boutiques 0.5 descriptor of the participant and group levels (https://boutiques.github.io).
Json boutiques_descriptor(std::string_view version);

}  // namespace shareready
