#pragma once

#include "deface/brain_surface.hpp"

namespace shareready {

// Removes everything outside of the intracranial volume, in every volume of the image; kept voxels stay bit
// for bit. `of_session` is the surface found on the session's anchor; where the image has another
// registration (placed.face) or there is none, the surface is found on the image itself. An image that is
// skull-stripped already stays as it is. The verdict is the worst of registration, alignment and surface; CT
// is verdict failed (bone is bright there). Errors: as place_head.
Result<Defaced> strip_skull(NiftiImage& image, const ImageTraits& traits, const PlacedHead& placed,
                            const BrainSurface* of_session, const HeadTemplate& head_template, int threads);

}  // namespace shareready
