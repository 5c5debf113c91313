#pragma once

#include "image/volume.hpp"

namespace shareready {

struct DarkAir {
  Volume image{};
  bool was_noise = false;  // as bright as the head
};

// An image as registration wants it, on a grid of about 2 mm: air near 0 (CT has it at -1000), and noise as
// bright as the head (the air of UNIT1) set to 0.
DarkAir with_dark_air(Volume image);

}  // namespace shareready
