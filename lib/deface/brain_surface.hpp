#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "deface/deface.hpp"
#include "deface/placed_head.hpp"

namespace shareready {

// What stands against a brain whose border was found plainly: thick slices lose parts of it, thin ones next
// to nothing on the heads that were measured, which are those that the limits come from (docs/adr/0006).
inline constexpr std::string_view k_brain_border_unproven =
    "its border was found; look whether brain is cut there, which happens at the sagittal sinus, the skull "
    "base, and in the outermost of thick slices";

// The subject's intracranial volume (cerebrospinal fluid up to the inner skull included), found on one image.
struct BrainSurface {
  Volume outside_mm{};                     // template space: mm of the subject outside of it, negative inside
  std::shared_ptr<const FaceData> face{};  // whose registration it belongs to
  Verdict verdict = Verdict::failed;
  std::string reason{};  // why not done
  DefaceFigures figures{};
};

// From the registered template cavity, by what the image shows along its normals (brain_fit.hpp). What is not
// sure is a verdict, not an Error; at best it is doubtful, by k_brain_border_unproven. Errors: as
// read_volume.
Result<BrainSurface> find_brain_surface(const NiftiImage& image, const PlacedHead& placed,
                                        const HeadTemplate& head_template, int threads);

}  // namespace shareready
