#pragma once

#include "deface/template_data.hpp"
#include "image/volume.hpp"

namespace shareready {

// The subject's own cranial cavity, from the subject's own intensities around the registered template's.
struct OwnBrain {
  Volume distance{};  // mm to the cavity, 0 inside; a box around the head, on the image's coarse grid
  double volume_ml = 0;
  double brain_level = 0;  // median intensity deep inside
  double noise = 0;        // median difference of neighbours deep inside, as a share of brain_level
  // How far the brain goes beyond the registered cavity towards the face (95th percentile of its surface
  // there), and the share of that surface where it went as far as it was let.
  double beyond_mm = 0, at_limit_share = 0;
};

// `image` should be on a grid of about 2 mm. Registration alone misses frontal and temporal poles by several
// mm: from the registered cavity, tissue as bright as the brain beside it is followed outwards as far as
// k_reach_mm, through gaps wider than k_gap_mm only, and the sulci are filled. Where that fails (tumours,
// dark places), the cavity is as much larger than the registered one as it is nearby. The same for any number
// of threads.
OwnBrain find_own_brain(const Volume& image, const TemplateData& head, const Affine& template_to_ras,
                        int threads);

}  // namespace shareready
