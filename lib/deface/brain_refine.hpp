#pragma once

#include "deface/placed_head.hpp"
#include "deface/template_data.hpp"

namespace shareready {

// Moves the border that the surface's profiles gave (template space: mm of the subject outside of it) to
// where brain_border.hpp finds it in `fine`, an image on a grid of about 1 mm. Where the two disagree the
// first has a say if it was `assumed_plainly`.
void refine_outside(const Volume& fine, const PlacedHead& placed, const TemplateData& head,
                    bool assumed_plainly, Volume& outside_mm, int threads);

}  // namespace shareready
