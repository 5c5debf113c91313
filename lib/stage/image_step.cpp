#include "stage/image_step.hpp"

#include <fmt/format.h>

#include "bids/bids_name.hpp"
#include "deface/image_traits.hpp"
#include "deid/nifti_header.hpp"
#include "image/nifti.hpp"
#include "image/render.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

Json figures_of(const DefaceFigures& figures) {
  Json json(Json::Object{});
  for (const Figure& figure : figures) json.set(figure.name, figure.value);
  return json;
}

void withhold(FileOutcome& outcome, std::string_view reason, const std::string& detail) {
  outcome.status = FileStatus::withheld;
  outcome.reason = reason;
  outcome.detail = detail;
}

// By a registration of the image alone: a session without an anchor (functional images only, for one) has
// nothing else.
Result<Defaced> remove_alone(NiftiImage& image, const ImageTraits& traits, const FoundFace& session,
                             const ImageStep& step) {
  const Result<SessionFace> own = find_face(image, *step.head_template, step.threads);
  if (!own.ok()) return own.error();
  if (own->verdict == Verdict::failed) return Defaced{.reason = session.reason, .figures = own->figures};
  return remove_face(image, traits, *own, true, *step.head_template, step.threads);
}

// By the session's anchor; an image that cannot be aligned to it gets a registration of its own (the same
// person in another posture, for one).
Result<Defaced> remove_by_session(NiftiImage& image, const PlannedFile& file, const FoundFace& face,
                                  const ImageStep& step) {
  const BidsName name = parse_bids_name(file.path.filename().string());
  const ImageTraits traits = image_traits(name.suffix, name.label("part"));
  if (!face.face) return remove_alone(image, traits, face, step);
  const bool is_anchor = face.anchor == &file;
  SR_TRY(Defaced defaced,
         remove_face(image, traits, *face.face, is_anchor, *step.head_template, step.threads));
  if (is_anchor || defaced.verdict != Verdict::failed) return defaced;
  const Result<SessionFace> own = find_face(image, *step.head_template, step.threads);
  if (!own.ok() || own->verdict == Verdict::failed) return defaced;
  return remove_face(image, traits, *own, true, *step.head_template, step.threads);
}

// Takes the face out of the image in memory; the outcome says how that went.
void deface_image(NiftiImage& image, const PlannedFile& file, const FoundFace& face, const ImageStep& step,
                  FileOutcome& outcome) {
  outcome.verdict = to_string(Verdict::failed);
  const Result<Defaced> defaced = remove_by_session(image, file, face, step);
  if (!defaced.ok()) {
    outcome = stopped(std::move(outcome), defaced.error());
    return;
  }
  outcome.verdict = to_string(defaced->verdict);
  outcome.figures = figures_of(defaced->figures);
  switch (defaced->verdict) {
    case Verdict::done:
      return;
    case Verdict::doubtful:
      return withhold(outcome, "the defacing is doubtful: look at the review page", defaced->reason);
    case Verdict::failed:
      return withhold(outcome, "the face could not be removed with confidence", defaced->reason);
  }
}

ReviewedImage begin_review(const FileOutcome& outcome) {
  ReviewedImage review{.path = outcome.path, .verdict = outcome.verdict, .reason = outcome.detail};
  if (review.reason.empty() && outcome.status != FileStatus::done) review.reason = outcome.reason;
  for (const auto& [name, value] : outcome.figures.as_object()) {
    review.figures.emplace_back(name, value.as_double());
  }
  if (outcome.verdict == to_string(Verdict::doubtful)) {
    review.accept_line = fmt::format("{} {}", outcome.path, outcome.input.sha256);
  }
  return review;
}

// Defaces with a picture before and after; a picture that cannot be made is left empty.
ReviewedImage deface_and_review(NiftiImage& image, const PlannedFile& file, const FoundFace& face,
                                const ImageStep& step, FileOutcome& outcome) {
  Result<FirstLook> before = render_first(image, outcome.path);
  deface_image(image, file, face, step, outcome);
  ReviewedImage review = begin_review(outcome);
  if (!before.ok()) return review;
  review.before = std::move(before->picture);
  if (outcome.verdict == to_string(Verdict::failed)) return review;
  Result<Picture> after = render_same(image, before->viewpoint, outcome.path);
  if (after.ok()) review.after = std::move(*after);
  return review;
}

// Writes what is left in the image to the staging folder.
Status put_image(NiftiImage& image, const ImageStep& step, FileOutcome& outcome) {
  const Result<ScrubbedHeader> scrubbed = scrub_nifti_header(image, outcome.path);
  if (!scrubbed.ok()) {
    outcome = stopped(std::move(outcome), scrubbed.error());
    return Done{};
  }
  for (const std::string& field : scrubbed->removed) {
    outcome.parts.push_back({.name = field, .kept = false, .known = true, .reason = "beside the image data"});
  }
  SR_TRY(const fs::path path, staged_path(step.folders, outcome.path));
  SR_CHECK(write_nifti(path, image, compression_for(path)));
  outcome.staged = outcome.path;
  return Done{};
}

}  // namespace

Result<StagedImage> stage_image(const PlannedFile& file, const FoundFace& face, const ImageStep& step) {
  StagedImage staged{.outcome = begin_outcome(file), .review = {}};
  FileOutcome& outcome = staged.outcome;
  if (outcome.status != FileStatus::done) return staged;
  Result<NiftiImage> image = read_nifti(file.target);
  if (!image.ok()) {
    outcome = stopped(std::move(outcome), image.error());
    return staged;
  }
  if (file.action == Action::deface) staged.review = deface_and_review(*image, file, face, step, outcome);
  const bool to_write = outcome.status == FileStatus::done || outcome.verdict == to_string(Verdict::doubtful);
  if (to_write) SR_CHECK(put_image(*image, step, outcome));
  return staged;
}

}  // namespace shareready
