#pragma once

#include <optional>

#include "policy/plan.hpp"
#include "stage/file_step.hpp"
#include "stage/review_page.hpp"
#include "stage/session_face.hpp"

namespace shareready {

struct ImageStep {
  const HeadTemplate* head_template = nullptr;
  int threads = 1;
  StepFolders folders;
};

struct StagedImage {
  FileOutcome outcome;
  std::optional<ReviewedImage> review;  // of images whose face was to go
};

// Defaces or scrubs one image into the staging folder. What cannot be made safe is an outcome (withheld,
// failed), not an Error. Errors: cannot_create, io: the output could not be written.
Result<StagedImage> stage_image(const PlannedFile& file, const FoundFace& face, const ImageStep& step);

}  // namespace shareready
