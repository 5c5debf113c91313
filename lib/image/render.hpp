#pragma once

#include <string_view>

#include "base/result.hpp"
#include "image/geometry.hpp"
#include "image/nifti.hpp"
#include "image/picture.hpp"

namespace shareready {

// Where to look from and how to map brightness, chosen on one image and used again on its defaced self, so
// that the two pictures differ by what was removed and by nothing else.
struct Viewpoint {
  RasPoint centre;        // where the three slices cross
  RasPoint frame_centre;  // of what the panels show
  double side_mm = 256;   // of a panel
  float threshold = 0;    // between air and head
  float black = 0, white = 1;
};

struct FirstLook {
  Viewpoint viewpoint;
  Picture picture;
};

// One picture of six square panels: above a sagittal (face to the left), coronal and axial slice (the head's
// right on the right) of the first volume, below the surface of the head as seen from the front, from its
// left and from its right side. Errors: as read_volume.
Result<FirstLook> render_first(const NiftiImage& image, std::string_view subject);
Result<Picture> render_same(const NiftiImage& image, const Viewpoint& viewpoint, std::string_view subject);

struct ReviewPictures {
  Picture before, after;
};
Result<ReviewPictures> render_review(const NiftiImage& before, const NiftiImage& after,
                                     std::string_view subject);

}  // namespace shareready
