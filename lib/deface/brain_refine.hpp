#pragma once

#include "deface/placed_head.hpp"
#include "deface/template_data.hpp"

namespace shareready {

// Moves the border that the surface's profiles gave (template space: mm of the subject outside of it) to
// where brain_border.hpp finds it in `fine`, an image on a grid of about 1 mm.
void refine_outside(const Volume& fine, const PlacedHead& placed, const TemplateData& head,
                    Volume& outside_mm, int threads);

}  // namespace shareready
