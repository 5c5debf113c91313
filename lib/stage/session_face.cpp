#include "stage/session_face.hpp"

#include <algorithm>

#include "bids/bids_name.hpp"
#include "deface/anchor.hpp"
#include "stage/planned_image.hpp"

namespace shareready {
namespace {

// A registration that failed on this many images of a session fails on the others too.
constexpr std::size_t k_most_anchors = 3;

struct Candidate {
  const PlannedFile* file = nullptr;
  double score = 0;
};

std::optional<double> score_of(const PlannedFile& file) {
  const Result<NiftiHeader> header = read_planned_header(file);
  if (!header.ok()) return std::nullopt;
  const Result<Affine> affine = voxel_to_ras(*header, file.path.string());
  if (!affine.ok()) return std::nullopt;
  const BidsName name = parse_bids_name(file.path.filename().string());
  const std::string_view part = name.label("part");
  return anchor_score({.suffix = name.suffix,
                       .size = {header->size[0], header->size[1], header->size[2]},
                       .spacing_mm = spacing_mm(*affine),
                       .volumes = static_cast<std::int64_t>(header->volumes()),
                       .is_magnitude = part.empty() || part == "mag"});
}

std::vector<Candidate> ranked_candidates(const std::vector<const PlannedFile*>& images) {
  std::vector<Candidate> candidates;
  for (const PlannedFile* file : images) {
    if (const auto score = score_of(*file)) candidates.push_back({file, *score});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& one, const Candidate& other) { return one.score > other.score; });
  if (candidates.size() > k_most_anchors) candidates.resize(k_most_anchors);
  return candidates;
}

}  // namespace

FoundFace find_session_face(const std::vector<const PlannedFile*>& images, const HeadTemplate& head_template,
                            int threads) {
  FoundFace found{.face = {},
                  .anchor = nullptr,
                  .reason = "no image of the session shows enough of the head",
                  .brain = {}};
  for (const Candidate& candidate : ranked_candidates(images)) {
    const Result<NiftiImage> image = read_planned_image(*candidate.file);
    if (!image.ok()) continue;  // the image itself is judged when its turn comes
    Result<SessionFace> face = find_face(*image, head_template, threads);
    if (!face.ok()) {
      if (found.anchor == nullptr) found.reason = face.error().what;
      continue;
    }
    if (face->verdict == Verdict::failed) {
      if (!found.face) found.reason = face->reason;
      continue;
    }
    const bool better = !found.face || face->verdict == Verdict::done;
    if (better) {
      found.face = std::move(*face);
      found.anchor = candidate.file;
    }
    if (found.face->verdict == Verdict::done) break;
  }
  return found;
}

void add_session_brain(FoundFace& found, const HeadTemplate& head_template, int threads) {
  if (!found.face || found.anchor == nullptr) return;
  const Result<NiftiImage> anchor = read_planned_image(*found.anchor);
  if (!anchor.ok()) return;
  const Result<PlacedHead> placed = place_head(*anchor, *found.face, true, head_template, threads);
  if (!placed.ok()) return;
  Result<BrainSurface> brain = find_brain_surface(*anchor, *placed, head_template, threads);
  if (brain.ok()) found.brain = std::move(*brain);
}

}  // namespace shareready
