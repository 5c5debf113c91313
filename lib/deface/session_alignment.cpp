#include "deface/session_alignment.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "image/grid.hpp"
#include "image/maximise.hpp"
#include "image/parallel.hpp"
#include "image/shading.hpp"

namespace shareready {
namespace {

// People move a little within a session; what is farther is found by the template instead.
constexpr double k_start_shift_mm = 8;
constexpr double k_start_turn = 0.1;  // rad

using Rigid = std::vector<double>;  // three shifts (mm), three turns (rad) about the middle of the head

// Below this match, in nats, the image is tried in all the other ways that a header can turn it: the same
// head the right way round has 0.6 and more, the wrong way up to 0.55 (docs/adr/0005).
constexpr double k_sure_information = 0.66;

Affine rigid_about(const Vec3& centre, const Rigid& p, const Affine& base = {}) {
  HeadPose turn{.base = base};
  for (std::size_t i = 3; i < 6; ++i) turn.parameters[i] = p[i];
  Affine out = template_to_ras(turn);
  for (std::size_t r = 0; r < 3; ++r) {
    out.rows[r][3] = centre[r] + p[r];
    for (std::size_t c = 0; c < 3; ++c) out.rows[r][3] -= out.rows[r][c] * centre[c];
  }
  return out;
}

Volume without_shading(Volume image) {
  remove_shading(image, find_shading(image));
  return image;
}

Vec3 middle_of(const SamplePoints& points) {
  Vec3 sum{};
  for (std::size_t i = 0; i < points.count(); ++i) {
    sum[0] += static_cast<double>(points.x[i]);
    sum[1] += static_cast<double>(points.y[i]);
    sum[2] += static_cast<double>(points.z[i]);
  }
  for (double& x : sum) x /= static_cast<double>(std::max<std::size_t>(points.count(), 1));
  return sum;
}

using Score = std::function<double(const Rigid&, const Affine&)>;

Maximum search_from(const Rigid& start, const Affine& base, const Score& score) {
  return maximise([&](const Rigid& p) { return score(p, base); }, start,
                  {4, 4, 4, k_start_turn, k_start_turn, k_start_turn}, {.tolerance = 0.1, .evaluations = 60});
}

// The best value of any other orientation, turned about the head's own axes.
double best_turned(const FaceData& face, const Score& score, int threads) {
  HeadPose straight = face.found.pose;
  for (std::size_t i = 0; i < 3; ++i) straight.parameters[i] = 0;
  for (std::size_t i = 6; i < 12; ++i) straight.parameters[i] = 0;
  Affine to_head_axes = template_to_ras(straight);
  for (auto& row : to_head_axes.rows) row[3] = 0;
  const Affine back = inverse(to_head_axes).value_or(Affine{});
  const std::vector<Affine> turns = cube_rotations();
  std::vector<double> values(turns.size(), 0.0);
  for_each_index(turns.size() - 1, threads, [&](std::size_t i) {
    const Affine turn = compose(to_head_axes, compose(turns[i + 1], back));
    values[i] = search_from({0, 0, 0, 0, 0, 0}, turn, score).value;
  });
  return *std::max_element(values.begin(), values.end());
}

}  // namespace

Alignment align_to_anchor(const Volume& image_coarse, const FaceData& face, int threads) {
  const PoseTarget target = make_pose_target(without_shading(image_coarse));
  const Vec3 centre = middle_of(face.vault);
  const auto score = [&](const Affine& anchor_to_image, const SamplePoints& points, const Volume& bins) {
    const Match m = match(points, bins, compose(target.ras_to_voxel, anchor_to_image));
    return m.information * std::sqrt(m.overlap);
  };
  const SamplePoints few = thinned(face.vault, 6);
  const auto coarse_score = [&](const Rigid& p, const Affine& base) {
    return score(rigid_about(centre, p, base), few, target.soft);
  };
  std::vector<Rigid> starts{{0, 0, 0, 0, 0, 0}};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (double sign : {-1.0, 1.0}) {
      starts.push_back({0, 0, 0, 0, 0, 0});
      starts.back()[axis] = sign * k_start_shift_mm;
    }
  }
  std::vector<Maximum> found(starts.size());
  for_each_index(starts.size(), threads,
                 [&](std::size_t i) { found[i] = search_from(starts[i], Affine{}, coarse_score); });
  const auto best = std::max_element(found.begin(), found.end(),
                                     [](const Maximum& a, const Maximum& b) { return a.value < b.value; });
  const Maximum last =
      maximise([&](const Rigid& p) { return score(rigid_about(centre, p), face.vault, target.fine); },
               best->at, {2, 2, 2, 0.03, 0.03, 0.03}, {.tolerance = 0.05, .evaluations = 120});
  const Rigid& p = last.at;
  Alignment out{.anchor_to_image = rigid_about(centre, p)};
  out.match = match(face.vault, target.fine, compose(target.ras_to_voxel, out.anchor_to_image));
  out.moved_mm = std::hypot(p[0], p[1], p[2]);
  out.turned_degrees = std::hypot(p[3], p[4], p[5]) * 180 / std::numbers::pi;
  if (out.match.information < k_sure_information)
    out.fits_turned = best_turned(face, coarse_score, threads) > best->value;
  return out;
}

}  // namespace shareready
