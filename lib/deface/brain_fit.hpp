#pragma once

#include "deface/brain_profiles.hpp"

namespace shareready {

// How far the border of the intracranial volume lies beyond the registered cavity, and how sure that is.
struct BrainFit {
  std::vector<float> beyond_mm{};            // for each surface point
  double in_view_share = 0;                  // surface points whose border lies in the image
  double clear_share = 0;                    // of those in view: near a place where the bone's edge was seen
  double mean_beyond_mm = 0, spread_mm = 0;  // mean and standard deviation of beyond_mm
  double correction_mm = 0;                  // the last mean correction of the border by the bone's edge
};

// Learns from the image itself what its contrast looks like at each depth around the border, one part of the
// surface at a time, and moves the border of each point to where its profile agrees with the others nearby
// (maximum likelihood with smoothness, from coarse to fine). The common depth of a part is then set to the
// inner edge of the bone: where its median profile first comes near the dark minimum that follows the brain.
// Bone is dark in every contrast of MRI, so no contrast is named here.
BrainFit fit_brain(const BrainProfiles& profiles, int threads);

}  // namespace shareready
