#include "stage/image_step.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "bids/bids_name.hpp"
#include "deface/image_traits.hpp"
#include "deface/own_mask.hpp"
#include "deface/placed_head.hpp"
#include "deface/reface.hpp"
#include "deface/skullstrip.hpp"
#include "deid/mgh_header.hpp"
#include "deid/nifti_header.hpp"
#include "image/mgh.hpp"
#include "image/nifti.hpp"
#include "image/render.hpp"
#include "stage/face_mask.hpp"
#include "stage/leaf_sidecars.hpp"
#include "stage/planned_image.hpp"

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

// The head in the image: by the guide of its scan, by the session's anchor, or by a registration of the image
// alone where the session has none (functional images only, for one).
Result<PlacedHead> place(const NiftiImage& image, const PlannedFile& file, const HeadSource& source,
                         const ImageStep& step) {
  if (source.guide != nullptr) return place_part(image, source.guide->placed, source.guide->verdict);
  const FoundFace& session = source.session;
  if (session.face) {
    return place_head(image, *session.face, session.anchor == &file, *step.head_template, step.threads);
  }
  SR_TRY(SessionFace own, find_face(image, *step.head_template, step.threads));
  if (own.verdict == Verdict::failed) own.reason = session.reason;
  return place_head(image, own, true, *step.head_template, step.threads);
}

ImageTraits traits_of(const PlannedFile& file) {
  const BidsName name = parse_bids_name(file.path.filename().string());
  return image_traits(name.suffix, name.label("part"));
}

// The user's own mask of this image, or of the one that guides its scan.
const fs::path* own_mask_of(const PlannedFile& file, const HeadSource& source, const ImageStep& step) {
  if (step.own_masks == nullptr) return nullptr;
  auto found = step.own_masks->by_image.find(file.path.generic_string());
  if (found == step.own_masks->by_image.end() && source.guide != nullptr)
    found = step.own_masks->by_image.find(source.guide->path.generic_string());
  return found == step.own_masks->by_image.end() ? nullptr : &found->second;
}

Result<Defaced> remove_by_own_mask(NiftiImage& image, const PlannedFile& file, const fs::path& mask_file,
                                   const PlacedHead& placed, const ImageStep& step) {
  SR_TRY(const NiftiImage mask, read_nifti(mask_file));
  return remove_by_mask(image, traits_of(file), mask, placed, *step.head_template, step.threads);
}

// A mask of the user goes first; what is no brain goes from any image; phase and complex images show no
// tissue that a face could be made of.
std::string_view method_for(const NiftiImage& image, const PlannedFile& file, const fs::path* own_mask,
                            const ImageStep& step) {
  if (own_mask != nullptr) return k_method_own_mask;
  if (step.method == DefaceMethod::skullstrip) return k_method_skullstrip;
  const bool plain = traits_of(file).background != Background::zero && !is_complex(image.header.datatype) &&
                     !is_colour(image.header.datatype);
  return step.method == DefaceMethod::reface && plain ? k_method_reface : k_method_deface;
}

Result<Defaced> run_method(std::string_view method, NiftiImage& image, const PlannedFile& file,
                           const HeadSource& source, const PlacedHead& placed, const ImageStep& step) {
  if (method == k_method_own_mask) {
    return remove_by_own_mask(image, file, *own_mask_of(file, source, step), placed, step);
  }
  const HeadTemplate& head = *step.head_template;
  if (method == k_method_skullstrip) {
    const BrainSurface* brain = source.session.brain ? &*source.session.brain : nullptr;
    return strip_skull(image, traits_of(file), placed, brain, head, step.threads);
  }
  return method == k_method_reface ? replace_face(image, traits_of(file), placed, head, step.threads)
                                   : remove_face(image, traits_of(file), placed, head, step.threads);
}

std::string look_for(std::string_view method) {
  const std::string_view what = method == k_method_skullstrip ? "skull-stripping is"
                                : method == k_method_reface   ? "new face is"
                                                              : "defacing is";
  return fmt::format("the {} doubtful: look at the review page", what);
}

void note_removal(const Defaced& defaced, FileOutcome& outcome) {
  outcome.verdict = to_string(defaced.verdict);
  outcome.figures = figures_of(defaced.figures);
  switch (defaced.verdict) {
    case Verdict::done:
      outcome.detail = defaced.reason;
      return;
    case Verdict::doubtful:
      return withhold(outcome, look_for(outcome.method), defaced.reason);
    case Verdict::failed:
      return withhold(outcome, "the face could not be removed with confidence", defaced.reason);
  }
}

// Takes the face out of the image in memory and returns what was removed; the outcome says how that went.
std::vector<Span> deface_image(NiftiImage& image, const PlannedFile& file, const HeadSource& source,
                               const ImageStep& step, StagedImage& staged) {
  FileOutcome& outcome = staged.outcome;
  outcome.verdict = to_string(Verdict::failed);
  Result<PlacedHead> placed = place(image, file, source, step);
  if (!placed.ok()) {
    outcome = stopped(std::move(outcome), placed.error());
    return {};
  }
  const fs::path* own_mask = own_mask_of(file, source, step);
  outcome.method = method_for(image, file, own_mask, step);
  Result<Defaced> defaced = run_method(outcome.method, image, file, source, *placed, step);
  if (defaced.ok()) {
    if (own_mask != nullptr) outcome.reason = "shows a face; a mask of your own says what to remove";
    note_removal(*defaced, outcome);
    staged.head = ScanHead{.placed = std::move(*placed), .verdict = defaced->verdict, .path = file.path};
    return std::move(defaced->removed);
  }
  if (own_mask != nullptr) {
    withhold(outcome, "your own mask of its face cannot be used", defaced.error().what);
  } else {
    outcome = stopped(std::move(outcome), defaced.error());
  }
  return {};
}

ReviewedImage begin_image_review(const FileOutcome& outcome) {
  ReviewedImage review{.path = outcome.path, .verdict = outcome.verdict, .reason = outcome.detail};
  review.method = outcome.method;
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
std::vector<Span> deface_and_review(NiftiImage& image, const PlannedFile& file, const HeadSource& source,
                                    const ImageStep& step, StagedImage& staged) {
  const FileOutcome& outcome = staged.outcome;
  Result<FirstLook> before = render_first(image, outcome.path);
  std::vector<Span> removed = deface_image(image, file, source, step, staged);
  ReviewedImage& review = staged.review.emplace(begin_image_review(outcome));
  if (!before.ok()) return removed;
  review.before = std::move(before->picture);
  if (outcome.verdict == to_string(Verdict::failed)) return removed;
  Result<Picture> after = render_same(image, before->viewpoint, outcome.path);
  if (after.ok()) review.after = std::move(*after);
  return removed;
}

void note_scrubbed(const ScrubbedHeader& scrubbed, FileOutcome& outcome) {
  for (const std::string& field : scrubbed.removed) {
    outcome.parts.push_back({.name = field, .kept = false, .known = true, .reason = "beside the image data"});
  }
  outcome.staged = outcome.path;
}

// The bytes of a FreeSurfer volume, cleaned, with the voxels of `defaced` where it is given.
Result<ScrubbedHeader> scrub_mgh_file(const PlannedFile& file, const NiftiImage* defaced,
                                      const fs::path& path) {
  SR_TRY(std::vector<std::uint8_t> bytes, read_mgh(file.target));
  SR_TRY(const MghHeader header, parse_mgh(bytes, file.path.native()));
  if (defaced != nullptr) {
    if (defaced->voxels().size() != header.data_bytes()) {
      return Error{ErrorCode::bad_data, file.path.native(), "changed while it was worked on", {}};
    }
    std::copy(defaced->voxels().begin(), defaced->voxels().end(), bytes.begin() + mgh_at::data);
  }
  SR_TRY(ScrubbedHeader scrubbed, scrub_mgh(bytes, file.path.native()));
  if (compression_for(path) == Compression::none) {
    SR_CHECK(write_file(path, bytes));
  } else {
    SR_TRY(const PackedBytes packed, pack_gzip(bytes));
    SR_CHECK(write_file(path, packed.bytes()));
  }
  return scrubbed;
}

bool is_output_error(const Error& error) {
  return error.code == ErrorCode::cannot_create || error.code == ErrorCode::io;
}

// Notes what cleaning a file came to; an Error where the output could not be written.
Status note_scrubbing(const Result<ScrubbedHeader>& scrubbed, FileOutcome& outcome) {
  if (scrubbed.ok()) {
    note_scrubbed(*scrubbed, outcome);
  } else if (is_output_error(scrubbed.error())) {
    return scrubbed.error();
  } else {
    outcome = stopped(std::move(outcome), scrubbed.error());
  }
  return Done{};
}

// Writes what is left in the image to the staging folder.
Status put_image(NiftiImage& image, const PlannedFile& file, const ImageStep& step, FileOutcome& outcome) {
  if (file.kind == FileKind::freesurfer_volume) {
    SR_TRY(const fs::path path, staged_path(step.folders, outcome.path));
    return note_scrubbing(scrub_mgh_file(file, &image, path), outcome);
  }
  const Result<ScrubbedHeader> scrubbed = scrub_nifti_header(image, outcome.path, step.mrs_rules);
  if (!scrubbed.ok()) {
    outcome = stopped(std::move(outcome), scrubbed.error());
    return Done{};
  }
  SR_TRY(const fs::path path, staged_path(step.folders, outcome.path));
  SR_CHECK(write_nifti(path, image, compression_for(path)));
  note_scrubbed(*scrubbed, outcome);
  return Done{};
}

// An image that keeps its voxels.
Status put_scrubbed(const PlannedFile& file, const ImageStep& step, FileOutcome& outcome) {
  SR_TRY(const fs::path path, staged_path(step.folders, outcome.path));
  return note_scrubbing(file.kind == FileKind::freesurfer_volume
                            ? scrub_mgh_file(file, nullptr, path)
                            : scrub_nifti_file(file.target, path, outcome.path, step.mrs_rules),
                        outcome);
}

}  // namespace

Result<StagedImage> stage_image(const PlannedFile& file, const HeadSource& source, const ImageStep& step) {
  StagedImage staged{.outcome = begin_outcome(file), .review = {}, .face_mask = {}, .head = {}};
  FileOutcome& outcome = staged.outcome;
  if (outcome.status != FileStatus::done) return staged;
  if (file.action == Action::scrub) {
    SR_CHECK(put_scrubbed(file, step, outcome));
    return staged;
  }
  Result<NiftiImage> image = read_planned_image(file);
  if (!image.ok()) {
    outcome = stopped(std::move(outcome), image.error());
    return staged;
  }
  const std::vector<Span> removed = deface_and_review(*image, file, source, step, staged);
  const bool to_write = outcome.status == FileStatus::done || outcome.verdict == to_string(Verdict::doubtful);
  if (!to_write) return staged;
  SR_CHECK(put_image(*image, file, step, outcome));
  if (step.face_masks && !outcome.staged.empty() && face_mask_path(outcome.path)) {
    SR_TRY(staged.face_mask, make_face_mask(*image, removed));
  }
  return staged;
}

Status stage_face_mask(const StagedImage& staged, const ImageStep& step, std::vector<FileOutcome>& outcomes) {
  if (!staged.face_mask) return Done{};
  const FileOutcome& image = staged.outcome;
  const std::string relative = face_mask_path(image.path).value_or("");
  const bool taken = std::any_of(outcomes.begin(), outcomes.end(),
                                 [&](const FileOutcome& outcome) { return outcome.path == relative; });
  if (taken) return Done{};
  SR_TRY(const fs::path path, staged_path(step.folders, relative));
  SR_CHECK(write_nifti(path, *staged.face_mask, compression_for(path)));
  outcomes.push_back({.path = relative,
                      .kind = std::string(k_kind_face_mask),
                      .action = std::string(k_action_generate),
                      .reason = "says which voxels of the image were removed",
                      .status = image.status,
                      .belongs_to = companion_of(image),
                      .staged = relative});
  return Done{};
}

}  // namespace shareready
