#pragma once

#include "deface/deface.hpp"
#include "deface/placed_head.hpp"

namespace shareready {

// Registers the template anew, to the result alone, and compares where that puts the head with where it was
// taken to be: a look that knows neither the mask nor the registration it was made from. A place that matches
// clearly better makes a verdict of done doubtful. Adds its figures: `afresh_apart_mm`, the largest distance
// of a landmark between the two places, and `afresh_gain`, by how much the new one matches better, in nats.
// Errors: as place_head.
Status look_afresh(const NiftiImage& result, const PlacedHead& placed, const TemplateData& head, int threads,
                   Defaced& out);

}  // namespace shareready
