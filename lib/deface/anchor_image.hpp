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
// The same of an image from which something may have been removed: what its most frequent value fills does
// not count as the border's air, and becomes 0 where that was noise, `air` elsewhere.
DarkAir with_dark_air_and_filling(Volume image, float air = 0);

// Whether the values are CT numbers: much air at -1000, soft tissue around 0, little between. With them air
// and bone are made dark, whatever the file's name says.
bool has_ct_numbers(const Volume& image);

// Whether the border of an image, its air near 0 or below, is as bright as no air is but noise: what is false
// of it needs no with_dark_air.
bool has_bright_border(const Volume& image);

}  // namespace shareready
