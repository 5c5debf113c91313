#include "stage/dicom_faces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/files.hpp"
#include "base/staged_file.hpp"
#include "deface/placed_head.hpp"
#include "image/float_image.hpp"
#include "image/parallel.hpp"
#include "image/render.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// One series with what belongs to it.
struct FaceWork {
  const DicomSeries& series;
  std::vector<FrameLayout> layouts{};
  std::vector<FileOutcome>& outcomes;
  const DicomFaceStep& step;

  [[nodiscard]] fs::path path(std::size_t object) const {
    return step.folders.staging / outcomes[series.members[object]].staged;
  }
};

// The first frame at every slice, as scaled numbers.
Result<NiftiImage> first_volume(const FaceWork& work, const SeriesStack& stack) {
  Volume volume{.size = stack.size, .voxel_to_ras = stack.voxel_to_ras};
  const std::size_t slice = stack.size[0] * stack.size[1];
  volume.values.resize(slice * stack.size[2]);
  std::size_t open = std::numeric_limits<std::size_t>::max();
  std::vector<std::uint8_t> pixels;
  for (std::size_t k = 0; k < stack.size[2]; ++k) {
    const FrameId id = stack.slices[k].front();
    if (id.object != open) {
      SR_TRY(const auto bytes, read_bytes(work.path(id.object)));
      SR_TRY(pixels, decoded_pixels(bytes));
      open = id.object;
    }
    read_frame(work.layouts[id.object], id.frame, pixels, std::span(volume.values).subspan(k * slice, slice));
  }
  return make_float_image(volume);
}

Result<PlacedHead> place(const NiftiImage& image, const FoundFace* session, const DicomFaceStep& step) {
  if (session != nullptr && session->face) {
    return place_head(image, *session->face, false, *step.head_template, step.threads);
  }
  SR_TRY(const SessionFace own, find_face(image, *step.head_template, step.threads));
  return place_head(image, own, true, *step.head_template, step.threads);
}

// What is to go of each slice of the volume.
std::vector<std::vector<PixelRun>> runs_of(const std::vector<Span>& removed, const SeriesStack& stack) {
  const std::uint64_t slice = stack.size[0] * stack.size[1];
  std::vector<std::vector<PixelRun>> runs(stack.size[2]);
  for (const Span& span : removed) {
    std::uint64_t start = span.start, left = span.count;
    while (left > 0) {
      const std::uint64_t within = start % slice;
      const std::uint64_t count = std::min(left, slice - within);
      runs[start / slice].push_back({within, count});
      start += count;
      left -= count;
    }
  }
  return runs;
}

// Overwrites what is to go in one staged file.
Status blank_object(const FaceWork& work, std::size_t object,
                    const std::vector<std::pair<std::size_t, const std::vector<PixelRun>*>>& frames) {
  const FrameLayout& layout = work.layouts[object];
  const BlankWith with =
      work.series.facts[object].iod == DicomIod::ct ? BlankWith::minimum : BlankWith::nearest_zero;
  SR_TRY(const auto bytes, read_bytes(work.path(object)));
  SR_TRY(std::vector<std::uint8_t> pixels, decoded_pixels(bytes));
  for (const auto& [frame, runs] : frames) blank_frame(layout, frame, *runs, with, pixels);
  SR_TRY(const auto defaced, with_defaced_pixels(bytes, pixels));
  return write_staged(work.path(object), defaced);
}

Status blank_series(const FaceWork& work, const SeriesStack& stack, const std::vector<Span>& removed) {
  const auto runs = runs_of(removed, stack);
  std::vector<std::vector<std::pair<std::size_t, const std::vector<PixelRun>*>>> frames(work.layouts.size());
  for (std::size_t k = 0; k < stack.slices.size(); ++k) {
    for (const FrameId& id : stack.slices[k]) frames[id.object].push_back({id.frame, &runs[k]});
  }
  std::vector<std::optional<Error>> errors(work.layouts.size());
  for_each_index(work.layouts.size(), work.step.threads, [&](std::size_t object) {
    if (auto done = blank_object(work, object, frames[object]); !done.ok()) errors[object] = done.error();
  });
  for (auto& error : errors) {
    if (error) return std::move(*error);
  }
  return Done{};
}

Status withdraw(const FaceWork& work, std::string_view reason, const std::string& detail) {
  for (std::size_t object = 0; object < work.series.members.size(); ++object) {
    FileOutcome& outcome = work.outcomes[work.series.members[object]];
    std::error_code status;
    fs::remove(work.path(object), status);
    if (status) return Error{ErrorCode::io, outcome.path, "its staged copy cannot be removed", {}};
    outcome.staged.clear();
    outcome.status = FileStatus::withheld;
    outcome.reason = reason;
    outcome.detail = detail;
  }
  return Done{};
}

void note_defaced(const FaceWork& work, const Defaced& defaced) {
  for (const std::size_t member : work.series.members) {
    FileOutcome& outcome = work.outcomes[member];
    outcome.verdict = to_string(defaced.verdict);
    outcome.method = k_method_deface;
    outcome.reason = "shows a face";
    outcome.detail = defaced.reason;
    if (defaced.verdict == Verdict::done) continue;
    outcome.status = FileStatus::withheld;
    outcome.reason = "the defacing is doubtful: look at the review page";
  }
  Json figures(Json::Object{});
  for (const Figure& figure : defaced.figures) figures.set(figure.name, figure.value);
  work.outcomes[work.series.members.front()].figures = std::move(figures);
}

ReviewedImage begin_review(const FaceWork& work, const Defaced& defaced) {
  const FileOutcome& first = work.outcomes[work.series.members.front()];
  ReviewedImage review{
      .path = first.path, .verdict = std::string(to_string(defaced.verdict)), .reason = defaced.reason};
  for (const Figure& figure : defaced.figures) review.figures.emplace_back(figure.name, figure.value);
  if (defaced.verdict != Verdict::doubtful) return review;
  for (const std::size_t member : work.series.members) {
    const FileOutcome& outcome = work.outcomes[member];
    review.accept_line +=
        fmt::format("{}{} {}", review.accept_line.empty() ? "" : "\n", outcome.path, outcome.input.sha256);
  }
  return review;
}

// Takes the face out of the volume in memory, with a picture before and after.
Result<Defaced> deface_volume(NiftiImage& volume, const FaceWork& work, const FoundFace* session,
                              ReviewedImage& pictures) {
  const auto before = render_first(volume, "series");
  SR_TRY(const PlacedHead placed, place(volume, session, work.step));
  const DicomIod iod = work.series.facts.front().iod;
  const ImageTraits traits = image_traits(iod == DicomIod::ct ? "ct" : iod == DicomIod::pet ? "pet" : "", "");
  SR_TRY(Defaced defaced, remove_face(volume, traits, placed, *work.step.head_template, work.step.threads));
  if (!before.ok()) return defaced;
  pictures.before = before->picture;
  if (auto after = render_same(volume, before->viewpoint, "series"); after.ok()) {
    pictures.after = std::move(*after);
  }
  return defaced;
}

Status deface_series(const FaceWork& work, const FoundFace* session, std::vector<ReviewedImage>& reviews) {
  constexpr std::string_view k_cannot = "may show a face, which cannot be removed from it with confidence";
  const auto stack = stack_frames(work.layouts);
  if (!stack.ok()) return withdraw(work, k_cannot, stack.error().what);
  auto volume = first_volume(work, *stack);
  if (!volume.ok()) return withdraw(work, k_cannot, volume.error().what);
  ReviewedImage pictures;
  const auto defaced = deface_volume(*volume, work, session, pictures);
  if (!defaced.ok()) return withdraw(work, k_cannot, defaced.error().what);
  ReviewedImage review = begin_review(work, *defaced);
  review.before = std::move(pictures.before);
  if (defaced->verdict == Verdict::failed) {
    reviews.push_back(std::move(review));
    return withdraw(work, k_cannot, defaced->reason);
  }
  review.after = std::move(pictures.after);
  reviews.push_back(std::move(review));
  if (auto blanked = blank_series(work, *stack, defaced->removed); !blanked.ok()) {
    return withdraw(work, k_cannot, blanked.error().what);
  }
  note_defaced(work, *defaced);
  return Done{};
}

// Captured screens lose nothing: whether one shows a face, or letters that no program sees, a person decides.
Status hold_captures(const FaceWork& work, std::vector<ReviewedImage>& reviews) {
  for (std::size_t object = 0; object < work.series.members.size(); ++object) {
    FileOutcome& outcome = work.outcomes[work.series.members[object]];
    outcome.verdict = to_string(Verdict::doubtful);
    outcome.status = FileStatus::withheld;
    outcome.reason = "a captured screen: look at the review page";
    outcome.detail = "it may show a face, or letters that were not seen";
    ReviewedImage review{.path = outcome.path,
                         .verdict = outcome.verdict,
                         .reason = outcome.detail,
                         .accept_line = fmt::format("{} {}", outcome.path, outcome.input.sha256)};
    SR_TRY(const auto bytes, read_bytes(work.path(object)));
    auto picture = screen_picture(bytes);
    if (!picture.ok())
      return withdraw(work, "a captured screen that nobody can look at", picture.error().what);
    review.before = std::move(*picture);
    reviews.push_back(std::move(review));
  }
  return Done{};
}

bool is_of(const DicomSeries& series, DicomIod iod) { return series.facts.front().iod == iod; }

}  // namespace

Status deface_dicom(StagedDicom& staged, const FaceOfSession& faces, const DicomFaceStep& step,
                    std::vector<ReviewedImage>& reviews) {
  for (const auto& [session, all] : staged.sessions) {
    const auto face = faces.find(session);
    std::vector<const DicomSeries*> in_order;
    for (const auto& [uid, series] : all) in_order.push_back(&series);
    std::sort(in_order.begin(), in_order.end(),
              [](const DicomSeries* one, const DicomSeries* other) { return one->number < other->number; });
    for (const DicomSeries* series : in_order) {
      const bool document = is_of(*series, DicomIod::document);
      if (document || (step.scope == DefaceScope::recognisable && is_face_free(series->facts))) continue;
      FaceWork work{.series = *series, .outcomes = staged.outcomes, .step = step};
      if (is_of(*series, DicomIod::secondary_capture)) {
        SR_CHECK(hold_captures(work, reviews));
        continue;
      }
      for (const DicomFacts& facts : series->facts) work.layouts.push_back(facts.layout);
      SR_CHECK(deface_series(work, face == faces.end() ? nullptr : &face->second, reviews));
    }
  }
  return Done{};
}

}  // namespace shareready
