#pragma once

#include "image/volume.hpp"

namespace shareready {

struct SlicesRequest {
  const Volume& image;       // around the brain, its air near 0
  const Volume& outside_mm;  // on the image's grid: mm outside of the border, negative inside
  const Affine& to_template;
  float brain_level = 0;  // of the image
  std::size_t axis = 0;   // across the slices
};

// Notches of the brain's border within the slices far from the middle: 1 where the image is too bright for
// bone or fluid. There the vault is cut obliquely, so that thick slices show bone and brain in one.
Volume notches_in_slices(const SlicesRequest& request, int threads);

}  // namespace shareready
