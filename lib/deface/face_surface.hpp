#pragma once

#include <cstddef>

#include "image/geometry.hpp"
#include "image/volume.hpp"

namespace shareready {

// Where a head lies in an image: the template's frame (MNI mm of Colin27) and the subject's cranial cavity.
struct HeadPlace {
  Affine template_to_ras{};  // RAS mm of the image
  Affine ras_to_cavity{};    // RAS mm of the image to voxels of `cavity_mm`
  const Volume& cavity_mm;   // distance to the cavity in mm, 0 inside
};

// How much of a face's front surface shows tissue.
struct FaceSurface {
  double upper_share = 0;      // of the rays towards eyes and bridge of the nose that meet tissue
  double lower_share = 0;      // the same for nose, mouth and chin
  std::size_t upper_rays = 0;  // as many as the field of view lets through
  std::size_t lower_rays = 0;
  double constant_share = 0;  // of the face's space that has one and the same value, as after a removal
  double nose_mm = 0;         // how far the middle stands out before what lies 16 to 24 mm beside it, at most
  double ear_share = 0;  // of the rays towards both ears that meet tissue farther out than a head is wide
};

// Looks along rays from the front, on a grid of about 4 mm. Tissue is what stands out from the value that
// most of the face's space has (or from 0), by a share of the brain's level. Only what lies well in front of
// the skull base and away from the brain counts, so that masks of other programs, which leave the back of the
// orbits, pass.
FaceSurface measure_face_surface(const Volume& coarse, const HeadPlace& place);

}  // namespace shareready
