#pragma once

#include <memory>
#include <string>

#include "deface/face_data.hpp"
#include "deface/verdict.hpp"

namespace shareready {

// Whose voxels say where the head is.
enum class PlacedBy {
  itself,     // the template was registered to this image
  anchor,     // aligned to the anchor of the session
  same_scan,  // on the grid of another image of the same scan, which was placed before
};

// The head in one image of a session: what every method of defacing starts from.
struct PlacedHead {
  Verdict verdict = Verdict::failed;  // of registration and alignment; failed: `face` is empty
  std::string reason{};
  PlacedBy by = PlacedBy::itself;
  DefaceFigures figures{};
  std::shared_ptr<const FaceData> face{};
  Affine image_to_anchor{};  // RAS mm of the image to those of the anchor that `face` is in
  Affine template_to_image{};
  Volume coarse{};  // the image, about 4 mm
};

}  // namespace shareready
