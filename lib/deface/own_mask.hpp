#pragma once

#include "deface/deface.hpp"

namespace shareready {

// Removes what the user's own mask marks (not 0: remove), in all volumes of the image, and judges the result
// as any other: where the head was found (`placed`), a removed part of the brain or a face that stays makes
// the verdict doubtful; so does a head that was not found, since nothing can be checked then. Errors:
// bad_data (the mask is not one volume on the image's own grid).
Result<Defaced> remove_by_mask(NiftiImage& image, const ImageTraits& traits, const NiftiImage& mask,
                               const PlacedHead& placed, const HeadTemplate& head_template, int threads);

}  // namespace shareready
