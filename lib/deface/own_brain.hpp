#pragma once

#include "deface/template_data.hpp"
#include "image/volume.hpp"

namespace shareready {

// The subject's own cranial cavity, from the subject's own intensities around the registered template's.
struct OwnBrain {
  Volume distance{};  // mm to the cavity, 0 inside; a box around the head, on the image's coarse grid
  double volume_ml = 0;
  double brain_level = 0;  // median intensity deep inside
};

// `image` should be on a grid of about 2 mm. Registration alone misses frontal and temporal poles by several
// mm: from the registered cavity, tissue as bright as the brain beside it is followed outwards as far as
// k_reach_mm, through gaps wider than k_gap_mm only, and the sulci are filled.
OwnBrain find_own_brain(const Volume& image, const TemplateData& head, const Affine& template_to_ras);

}  // namespace shareready
