#pragma once

#include <memory>
#include <string>

#include "deface/deface.hpp"
#include "deface/placed_head.hpp"

namespace shareready {

// The subject's intracranial volume (cerebrospinal fluid up to the inner skull included), found on one image.
struct BrainSurface {
  Volume outside_mm{};                     // template space: mm of the subject outside of it, negative inside
  std::shared_ptr<const FaceData> face{};  // whose registration it belongs to
  Verdict verdict = Verdict::failed;
  std::string reason{};  // why not done
  DefaceFigures figures{};
};

// From the registered template cavity, by what the image shows along its normals (brain_fit.hpp). What is not
// sure is a verdict, not an Error. Errors: as read_volume.
Result<BrainSurface> find_brain_surface(const NiftiImage& image, const PlacedHead& placed,
                                        const HeadTemplate& head_template, int threads);

}  // namespace shareready
