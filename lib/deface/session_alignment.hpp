#pragma once

#include "deface/face_data.hpp"

namespace shareready {

struct Alignment {
  Affine anchor_to_image{};  // rigid, RAS mm to RAS mm
  Match match{};
  double moved_mm = 0;  // how far the middle of the head moved from where the headers put it
  double turned_degrees = 0;
  bool fits_turned = false;  // better by a quarter or half turn than as the header says
};

// Rigid alignment of another image of the session to the anchor by mutual information, starting from the
// scanner coordinates.
Alignment align_to_anchor(const Volume& image_coarse, const FaceData& face, int threads);

}  // namespace shareready
