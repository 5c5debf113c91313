#pragma once

#include "deface/deface.hpp"

namespace shareready {

// Removes the face as remove_face does and puts the generic face (generic_face.hpp) into what was removed,
// with the intensities, edges and noise of this head's kept parts, in every volume; kept voxels stay bit for
// bit. The verdict is that of the removal; a head whose scalp is not in view is verdict failed, its bytes
// unchanged. Errors: as place_head; unsupported (complex, colour: they have no scalp to take after).
Result<Defaced> replace_face(NiftiImage& image, const ImageTraits& traits, const PlacedHead& placed,
                             const HeadTemplate& head_template, int threads);

}  // namespace shareready
