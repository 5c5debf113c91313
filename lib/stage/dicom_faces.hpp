#pragma once

#include <map>
#include <string>
#include <vector>

#include "policy/policy.hpp"
#include "stage/dicom_step.hpp"
#include "stage/review_page.hpp"
#include "stage/session_face.hpp"

namespace shareready {

using FaceOfSession = std::map<std::string, FoundFace>;

struct DicomFaceStep {
  const HeadTemplate* head_template = nullptr;
  DefaceScope scope = DefaceScope::recognisable;
  int threads = 1;
  StepFolders folders;
};

// Removes the face from every staged series that may show one, in the staging folder: each series is put
// together as a volume, the head found in it as in the session's other images (`faces`; by the series alone
// where there are none), and what is to go is overwritten slice by slice, in all frames at that place. The
// files of a series share a verdict: those of a doubtful one stay staged but withheld until accepted, those
// of a failed one, or of one that makes no volume, go. Documents show none; captured screens stay withheld
// until a person accepts them. Errors: io, cannot_create.
Status deface_dicom(StagedDicom& staged, const FaceOfSession& faces, const DicomFaceStep& step,
                    std::vector<ReviewedImage>& reviews);

}  // namespace shareready
