#include <fmt/format.h>

#include <cmath>

#include "deface/anchor_image.hpp"
#include "deface/deface.hpp"
#include "deface/placed_head.hpp"
#include "deface/session_alignment.hpp"
#include "deface/telling_volume.hpp"
#include "image/grid.hpp"
#include "image/nifti.hpp"

namespace shareready {
namespace {

constexpr double k_alignment_mm = 4, k_air_mm = 2;
// Images of the same head: 0.67 and more; turned or mirrored by their header: up to 0.44 (docs/adr/0005), and
// a mask in the wrong place. What lies below is registered by itself.
constexpr double k_least_information = 0.5;  // nats
constexpr double k_least_overlap = 0.3;
// Farther apart than this, image and anchor do not share scanner coordinates: the template is registered to
// the image itself, which gives it a verdict of its own.
constexpr double k_farthest_mm = 25, k_farthest_degrees = 15;

// False where the alignment cannot be right.
bool judge_alignment(const Alignment& alignment, PlacedHead& out) {
  out.figures.push_back({"alignment_information_nats", alignment.match.information});
  out.figures.push_back({"alignment_overlap", alignment.match.overlap});
  out.figures.push_back({"alignment_moved_mm", alignment.moved_mm});
  out.figures.push_back({"alignment_turned_degrees", alignment.turned_degrees});
  out.figures.push_back({"alignment_fits_turned", alignment.fits_turned ? 1.0 : 0.0});
  return !alignment.fits_turned && alignment.match.information >= k_least_information &&
         alignment.match.overlap >= k_least_overlap && alignment.moved_mm <= k_farthest_mm &&
         alignment.turned_degrees <= k_farthest_degrees;
}

Result<Volume> coarse_image(const NiftiImage& image) {
  SR_TRY(Volume fine, read_telling_volume(image, k_air_mm, "image"));
  fine = with_dark_air(std::move(fine)).image;
  return block_mean(fine, steps_towards(fine, k_alignment_mm));
}

bool is_same_grid(const Volume& a, const Volume& b) {
  constexpr double k_tolerance_mm = 0.1;
  if (a.size != b.size) return false;
  for (std::size_t corner = 0; corner < 8; ++corner) {
    Vec3 at{};
    for (std::size_t r = 0; r < 3; ++r)
      at[r] = ((corner >> r) & 1U) != 0 ? static_cast<double>(a.size[r] - 1) : 0;
    const Vec3 p = a.voxel_to_ras(at), q = b.voxel_to_ras(at);
    if (std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) > k_tolerance_mm) return false;
  }
  return true;
}

void set_place(PlacedHead& out, std::shared_ptr<const FaceData> face, const Affine& anchor_to_image) {
  out.template_to_image = compose(anchor_to_image, face->template_to_ras);
  out.image_to_anchor = inverse(anchor_to_image).value_or(Affine{});
  out.face = std::move(face);
}

Result<PlacedHead> place_other(const NiftiImage& image, const SessionFace& session,
                               const HeadTemplate& head_template, int threads) {
  PlacedHead out{.verdict = session.verdict, .reason = session.reason};
  SR_TRY(out.coarse, coarse_image(image));
  const Alignment alignment = align_to_anchor(out.coarse, *session.data, threads);
  if (judge_alignment(alignment, out)) {
    out.by = PlacedBy::anchor;
    set_place(out, session.data, alignment.anchor_to_image);
    return out;
  }
  SR_TRY(const SessionFace own, find_face(image, head_template, threads));
  out.verdict = own.data ? own.verdict : Verdict::failed;
  out.reason = own.reason;
  out.figures.insert(out.figures.end(), own.figures.begin(), own.figures.end());
  if (out.verdict != Verdict::failed) set_place(out, own.data, Affine{});
  return out;
}

}  // namespace

Result<PlacedHead> place_head(const NiftiImage& image, const SessionFace& face, bool is_anchor,
                              const HeadTemplate& head_template, int threads) try {
  if (face.data && face.verdict != Verdict::failed && !is_anchor) {
    return place_other(image, face, head_template, threads);
  }
  PlacedHead out{
      .verdict = face.data ? face.verdict : Verdict::failed, .reason = face.reason, .figures = face.figures};
  if (out.verdict == Verdict::failed) return out;
  set_place(out, face.data, Affine{});
  out.coarse = face.data->coarse;
  return out;
} catch (const std::exception& failure) {
  return Error{ErrorCode::internal, "image", fmt::format("alignment stopped: {}", failure.what()), {}};
}

Result<PlacedHead> place_part(const NiftiImage& part, const PlacedHead& guide, Verdict guide_verdict) try {
  PlacedHead out = guide;
  out.by = PlacedBy::same_scan;
  out.verdict = guide_verdict;
  out.reason = guide_verdict == Verdict::done ? ""
               : guide_verdict == Verdict::doubtful
                   ? "the defacing of the image that guides its scan is doubtful"
                   : "the image that guides its scan could not be defaced";
  if (guide_verdict == Verdict::failed) return out;
  SR_TRY(out.coarse, coarse_image(part));
  if (!is_same_grid(out.coarse, guide.coarse)) {
    out.verdict = Verdict::doubtful;
    out.reason = "it does not lie on the grid of the image that guides its scan";
  }
  return out;
} catch (const std::exception& failure) {
  return Error{ErrorCode::internal, "image", fmt::format("placing stopped: {}", failure.what()), {}};
}

}  // namespace shareready
