#pragma once

#include <optional>
#include <string>
#include <vector>

#include "deface/brain_surface.hpp"
#include "image/nifti.hpp"
#include "policy/plan.hpp"

namespace shareready {

// Where the face lies in one session, and by which image that was found.
struct FoundFace {
  std::optional<SessionFace> face;      // none: every image that may show a face is withheld
  const PlannedFile* anchor = nullptr;  // the image whose coordinates `face` is in
  std::string reason;                   // why there is none
  std::optional<BrainSurface> brain;    // of the anchor, where the method asks for it
};

// Tries the session's images that can be an anchor, the best first, until a registration looks right; a
// doubtful one is taken only if no other is better. `images` are the session's files with action deface.
FoundFace find_session_face(const std::vector<const PlannedFile*>& images, const HeadTemplate& head_template,
                            int threads);

// Finds the intracranial volume on the session's anchor, for images that are to be skull-stripped. Where that
// cannot be done, each image will be judged by itself.
void add_session_brain(FoundFace& found, const HeadTemplate& head_template, int threads);

}  // namespace shareready
