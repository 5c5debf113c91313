#pragma once

#include <memory>
#include <string>

#include "deface/face_data.hpp"
#include "deface/verdict.hpp"

namespace shareready {

// The head in one image of a session: what every method of defacing starts from.
struct PlacedHead {
  Verdict verdict = Verdict::failed;  // of registration and alignment; failed: `face` is empty
  std::string reason{};
  DefaceFigures figures{};
  std::shared_ptr<const FaceData> face{};
  Affine image_to_anchor{};  // RAS mm of the image to those of the anchor that `face` is in
  Affine template_to_image{};
  Volume coarse{};  // the image, about 4 mm
};

}  // namespace shareready
