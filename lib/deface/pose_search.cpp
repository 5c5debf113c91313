#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "deface/head_pose.hpp"
#include "image/grid.hpp"
#include "image/maximise.hpp"
#include "image/parallel.hpp"

namespace shareready {
namespace {

constexpr double k_degree = std::numbers::pi / 180;
constexpr double k_search_smoothing_mm = 3;
constexpr std::size_t k_least_head_voxels = 100;

using Parameters = std::array<double, 12>;

double score(const SamplePoints& points, const Volume& bins, const PoseTarget& target, const HeadPose& pose) {
  const Match m = match(points, bins, compose(target.ras_to_voxel, template_to_ras(pose)));
  // Less of the head in view counts less, or poses would leave the image.
  return m.information * std::sqrt(m.overlap) - implausibility(pose);
}

Affine rotation_of(const HeadPose& pose) {
  HeadPose pure{.base = pose.base};
  for (std::size_t i = 3; i < 6; ++i) pure.parameters[i] = pose.parameters[i];
  Affine r = template_to_ras(pure);
  for (auto& row : r.rows) row[3] = 0;
  return r;
}

double angle_between(const HeadPose& a, const HeadPose& b) {
  const Affine ra = rotation_of(a), rb = rotation_of(b);
  double trace = 0;
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 3; ++c) trace += ra.rows[r][c] * rb.rows[r][c];
  }
  return std::acos(std::clamp((trace - 1) / 2, -1.0, 1.0));
}

bool same_place(const HeadPose& a, const HeadPose& b, double mm, double angle) {
  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i) sum += std::pow(a.parameters[i] - b.parameters[i], 2);
  return std::sqrt(sum) < mm && angle_between(a, b) < angle;
}

// The best first, each at some distance from all better ones, at most `count`.
std::vector<HeadPose> best_distinct(std::vector<HeadPose> poses, std::size_t count) {
  constexpr double k_apart_mm = 10, k_apart = 12 * k_degree;
  std::stable_sort(poses.begin(), poses.end(),
                   [](const HeadPose& a, const HeadPose& b) { return a.score > b.score; });
  std::vector<HeadPose> out;
  for (const HeadPose& pose : poses) {
    if (out.size() == count) break;
    const auto is_near = [&](const HeadPose& other) { return same_place(pose, other, k_apart_mm, k_apart); };
    if (std::none_of(out.begin(), out.end(), is_near)) out.push_back(pose);
  }
  return out;
}

// Where the centre of the cavity should be if the head is turned like this: a fixed way below the top of the
// head, in the middle of its upper part, whatever of neck and shoulders is in view.
Vec3 guess_centre(const std::vector<Vec3>& head_mm, const Affine& rotation) {
  constexpr double k_top_share = 0.995, k_upper_part_mm = 120, k_centre_below_top_mm = 76;
  const Affine back = *inverse(rotation);
  std::vector<double> heights;
  heights.reserve(head_mm.size());
  for (const Vec3& p : head_mm) heights.push_back(back(p)[2]);
  std::vector<double> sorted = heights;
  const auto at = static_cast<std::ptrdiff_t>(static_cast<double>(sorted.size() - 1) * k_top_share);
  std::nth_element(sorted.begin(), sorted.begin() + at, sorted.end());
  const double top = sorted[static_cast<std::size_t>(at)];
  double x = 0, y = 0, n = 0;
  for (std::size_t i = 0; i < head_mm.size(); ++i) {
    if (heights[i] < top - k_upper_part_mm) continue;
    const Vec3 p = back(head_mm[i]);
    x += p[0];
    y += p[1];
    n += 1;
  }
  return rotation({x / n, y / n, top - k_centre_below_top_mm});
}

struct Turn {
  Affine base{};
  double pitch = 0, roll = 0, yaw = 0;  // degrees
};

// Places to try around the guessed centre, mm along the head's own axes.
struct Places {
  std::vector<double> right, front, up;
};
const Places& close_places() {
  static const Places places{{-10, 0, 10}, {-24, -12, 0, 12, 24}, {-36, -24, -12, 0, 12, 24, 36}};
  return places;
}
const Places& sparse_places() {
  static const Places places{{0}, {-16, 0, 16}, {-24, 0, 24}};
  return places;
}

std::vector<Turn> turns_near_header() {
  std::vector<Turn> turns;
  for (double pitch : {-45.0, -30.0, -15.0, 0.0, 15.0, 30.0, 45.0}) turns.push_back({.pitch = pitch});
  for (double angle : {-25.0, 25.0}) {
    turns.push_back({.roll = angle});
    turns.push_back({.yaw = angle});
  }
  return turns;
}

// The 24 rotations of a cube, each with three pitches.
std::vector<Turn> turns_all_ways() {
  std::vector<Turn> turns;
  for (const Affine& base : cube_rotations()) {
    for (double pitch : {-30.0, 0.0, 30.0}) turns.push_back({.base = base, .pitch = pitch});
  }
  return turns;
}

// Scores a grid of places for one way the head may be turned.
std::vector<HeadPose> try_turn(const Turn& turn, const Places& places, const PoseTarget& target,
                               const TemplateData& head) {
  HeadPose pose{.base = turn.base};
  pose.parameters = {0, 0, 0, turn.pitch * k_degree, turn.roll * k_degree, turn.yaw * k_degree};
  for (std::size_t i = 6; i < 9; ++i) pose.parameters[i] = std::log(0.93);
  const Affine rotation = rotation_of(pose);
  const Vec3 centre = guess_centre(target.head_mm, rotation);
  std::vector<HeadPose> poses;
  for (double up : places.up) {
    for (double front : places.front) {
      for (double right : places.right) {
        const Vec3 shift = rotation({right, front, up});
        for (std::size_t i = 0; i < 3; ++i) pose.parameters[i] = centre[i] + shift[i];
        pose.score = score(head.whole_head, target.soft, target, pose);
        poses.push_back(pose);
      }
    }
  }
  return best_distinct(std::move(poses), 4);
}

HeadPose refine(const HeadPose& start, const SamplePoints& points, const Volume& bins,
                const PoseTarget& target, bool one_scale, int evaluations) {
  const auto at = [&](const std::vector<double>& p) {
    HeadPose pose = start;
    std::copy(p.begin(), p.end(), pose.parameters.begin());
    if (one_scale) pose.parameters[7] = pose.parameters[8] = pose.parameters[6];
    return pose;
  };
  const std::vector<double> steps =
      one_scale ? std::vector<double>{8, 8, 8, 0.12, 0.12, 0.12, 0.08}
                : std::vector<double>{4, 4, 4, 0.06, 0.06, 0.06, 0.05, 0.05, 0.05, 0.03, 0.03, 0.03};
  const std::vector<double> first(start.parameters.begin(),
                                  start.parameters.begin() + static_cast<std::ptrdiff_t>(steps.size()));
  const Maximum best =
      maximise([&](const std::vector<double>& p) { return score(points, bins, target, at(p)); }, first, steps,
               {.tolerance = 0.1, .evaluations = evaluations});
  HeadPose out = at(best.at);
  out.score = best.value;
  return out;
}

struct Search {
  std::vector<Turn> turns;
  const Places& places;
  std::size_t kept = 8;
};

std::vector<HeadPose> search(const Search& where, const PoseTarget& target, const TemplateData& head,
                             int threads) {
  std::vector<std::vector<HeadPose>> tried(where.turns.size());
  for_each_index(where.turns.size(), threads,
                 [&](std::size_t i) { tried[i] = try_turn(where.turns[i], where.places, target, head); });
  std::vector<HeadPose> starts;
  for (const auto& some : tried) starts.insert(starts.end(), some.begin(), some.end());
  starts = best_distinct(std::move(starts), where.kept);
  for_each_index(starts.size(), threads, [&](std::size_t i) {
    starts[i] = refine(starts[i], head.whole_head, target.soft, target, true, 80);
  });
  return best_distinct(std::move(starts), where.kept);
}

// All twelve parameters, of the best two starts; the best first.
std::vector<HeadPose> refine_fully(const std::vector<HeadPose>& starts, const PoseTarget& target,
                                   const TemplateData& head, int threads) {
  constexpr std::size_t k_refined = 2;
  std::vector<HeadPose> poses = starts;
  poses.resize(std::min(k_refined, starts.size()));
  for_each_index(poses.size(), threads, [&](std::size_t i) {
    poses[i] = refine(poses[i], head.vault_8mm, target.soft, target, false, 150);
    poses[i] = refine(poses[i], head.vault_4mm, target.fine, target, false, 150);
  });
  std::stable_sort(poses.begin(), poses.end(),
                   [](const HeadPose& a, const HeadPose& b) { return a.score > b.score; });
  return poses;
}

// `pose` with all scales moved by so much of their logarithms.
HeadPose resized(HeadPose pose, double by) {
  for (std::size_t i = 6; i < 9; ++i) pose.parameters[i] += by;
  return pose;
}

// The search may stop where the template's inner skull lies on the scalp or its scalp on the skull: a second
// best place of another size. Where the score leaves it open, what lies a step smaller and larger is tried
// too; smaller on the fine grid alone as well, since the coarse one, on which a child's thin skull is blurred
// away, draws the size outwards.
HeadPose best_size(const HeadPose& best, const PoseTarget& target, const TemplateData& head, int threads) {
  constexpr double k_open_score = 0.66, k_size_step = 0.09, k_fine_step = 0.06;
  if (best.score >= k_open_score) return best;
  const HeadPose other =
      refine_fully({resized(best, -k_size_step), resized(best, k_size_step)}, target, head, threads).front();
  const HeadPose smaller =
      refine(resized(best, -k_fine_step), head.vault_4mm, target.fine, target, false, 150);
  return std::max({best, other, smaller},
                  [](const HeadPose& a, const HeadPose& b) { return a.score < b.score; });
}

// The best score among those that lie clearly elsewhere than the first.
double rival_of(const std::vector<HeadPose>& poses) {
  constexpr double k_elsewhere_mm = 20, k_elsewhere = 20 * k_degree;
  for (const HeadPose& pose : poses) {
    if (!same_place(pose, poses.front(), k_elsewhere_mm, k_elsewhere)) return pose.score;
  }
  return 0;
}

}  // namespace

PoseTarget make_pose_target(const Volume& coarse) {
  const float level = air_level(coarse);
  Volume soft = coarse;
  smooth(soft, k_search_smoothing_mm);
  PoseTarget target{.ras_to_voxel = inverse(coarse.voxel_to_ras).value_or(Affine{})};
  for (std::size_t k = 0; k < coarse.size[2]; ++k) {
    for (std::size_t j = 0; j < coarse.size[1]; ++j) {
      for (std::size_t i = 0; i < coarse.size[0]; ++i) {
        if (std::min(soft.at(i, j, k), coarse.at(i, j, k)) <= level) continue;
        target.head_mm.push_back(
            coarse.voxel_to_ras({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)}));
      }
    }
  }
  target.fine = binned(coarse, level);
  target.soft = binned(soft, level);
  return target;
}

FoundPose find_pose_near(const PoseTarget& target, const TemplateData& head, int threads) {
  constexpr std::size_t k_kept = 2;
  if (target.head_mm.size() < k_least_head_voxels) return {};
  const std::vector<Turn> turns = {{.pitch = -15}, {}, {.pitch = 15}};
  const std::vector<HeadPose> starts = search({turns, sparse_places(), k_kept}, target, head, threads);
  const std::vector<HeadPose> best = refine_fully({starts.front()}, target, head, threads);
  FoundPose found{.found = true};
  found.pose = best.front();
  found.score_8mm = starts.front().score;
  found.match = match(head.vault_4mm, target.fine, compose(target.ras_to_voxel, template_to_ras(found.pose)));
  return found;
}

FoundPose find_pose_around(const Affine& place, const PoseTarget& target, const TemplateData& head,
                           int threads) {
  constexpr double k_pitch = 12 * k_degree;
  if (target.head_mm.size() < k_least_head_voxels) return {};
  std::array<HeadPose, 3> poses;
  poses.fill(pose_at(place));
  poses[1].parameters[3] -= k_pitch;
  poses[2].parameters[3] += k_pitch;
  for_each_index(poses.size(), threads, [&](std::size_t i) {
    poses[i] = refine(poses[i], head.vault_8mm, target.soft, target, false, 150);
    poses[i] = refine(poses[i], head.vault_4mm, target.fine, target, false, 150);
  });
  FoundPose found{.found = true};
  found.pose = *std::max_element(poses.begin(), poses.end(),
                                 [](const HeadPose& a, const HeadPose& b) { return a.score < b.score; });
  found.match = match(head.vault_4mm, target.fine, compose(target.ras_to_voxel, template_to_ras(found.pose)));
  return found;
}

FoundPose find_pose(const PoseTarget& target, const TemplateData& head, int threads) {
  constexpr std::size_t k_kept_near = 8, k_kept_wide = 16;
  if (target.head_mm.size() < k_least_head_voxels) return {};
  FoundPose found{.found = true};
  std::vector<HeadPose> starts =
      search({turns_near_header(), close_places(), k_kept_near}, target, head, threads);
  std::vector<HeadPose> best = refine_fully(starts, target, head, threads);
  if (best.front().score < k_clear_score || rival_of(starts) > starts.front().score - k_clear_lead) {
    found.searched_widely = true;
    const auto more = search({turns_all_ways(), sparse_places(), k_kept_wide}, target, head, threads);
    const auto best_of_more = refine_fully(more, target, head, threads);
    if (best_of_more.front().score > best.front().score) best = best_of_more;
    starts.insert(starts.end(), more.begin(), more.end());
    starts = best_distinct(std::move(starts), k_kept_near + k_kept_wide);
  }
  found.score_8mm = starts.front().score;
  found.rival_score = rival_of(starts);
  found.pose = best_size(best.front(), target, head, threads);
  found.match = match(head.vault_4mm, target.fine, compose(target.ras_to_voxel, template_to_ras(found.pose)));
  return found;
}

}  // namespace shareready
