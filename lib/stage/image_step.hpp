#pragma once

#include <optional>

#include "deface/placed_head.hpp"
#include "deid/sidecar.hpp"
#include "policy/plan.hpp"
#include "policy/policy.hpp"
#include "stage/file_step.hpp"
#include "stage/own_masks.hpp"
#include "stage/review_page.hpp"
#include "stage/session_face.hpp"

namespace shareready {

struct ImageStep {
  const HeadTemplate* head_template = nullptr;
  const OwnMasks* own_masks = nullptr;  // null: none
  DefaceMethod method = DefaceMethod::deface;
  bool face_masks = false;   // write the mask of what was removed beside the image
  SidecarContext mrs_rules;  // what may stay of a spectroscopy header; without a table none can be cleaned
  int threads = 1;
  StepFolders folders;
};

// Where the head was found in the image that guides its scan (scan_guides.hpp), and what became of that
// image.
struct ScanHead {
  PlacedHead placed;
  Verdict verdict = Verdict::failed;
  std::filesystem::path path;  // of the guide, relative to the dataset root
};

struct StagedImage {
  FileOutcome outcome;
  std::optional<ReviewedImage> review;  // of images whose face was to go
  std::optional<NiftiImage> face_mask;  // what was removed, where a mask is wanted and has a name in BIDS
  std::optional<ScanHead> head;         // of images whose face was to go
};

// Where to look for the head in an image: in the guide of its scan, if that is another image, else by the
// session's anchor.
struct HeadSource {
  const FoundFace& session;
  const ScanHead* guide = nullptr;
};

// Defaces or scrubs one image into the staging folder. What cannot be made safe is an outcome (withheld,
// failed), not an Error. Errors: cannot_create, io: the output could not be written.
Result<StagedImage> stage_image(const PlannedFile& file, const HeadSource& source, const ImageStep& step);

// Writes the mask beside its staged image and adds its outcome, which goes the way of the image's; unless a
// file of that name is there already: a mask of the source, or that of another echo. Errors: cannot_create,
// io.
Status stage_face_mask(const StagedImage& staged, const ImageStep& step, std::vector<FileOutcome>& outcomes);

}  // namespace shareready
