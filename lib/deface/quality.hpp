#pragma once

#include <string>

#include "deface/face_data.hpp"
#include "deface/verdict.hpp"

namespace shareready {

struct Judgement {
  Verdict verdict = Verdict::failed;
  std::string reason{};
  double skull_level = 0;    // intensity where the template has its skull, of the brain's
  double scalp_level = 0;    // the same for its scalp
  double outside_level = 0;  // and for what lies beyond it: of air, or of its noise
  DefaceFigures figures{};
};

// Whether the registration of the template to the anchor can be right, from what it matched and from what the
// head looks like in the template's frame. Thresholds: docs/adr.
Judgement judge_registration(const FaceData& face, const TemplateData& head);

}  // namespace shareready
