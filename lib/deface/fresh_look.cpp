#include "deface/fresh_look.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "deface/rough_place.hpp"
#include "deface/template_look.hpp"

namespace shareready {
namespace {

// docs/adr/0005-defacing-proof.md has the measurements.
constexpr double k_elsewhere_apart_mm = 5, k_elsewhere_gain = 0.05;
// Where an anchor says where the head is: its own contrast draws the template elsewhere, in coarse images
// most.
constexpr double k_elsewhere_gain_by_anchor = 0.15;

// Nose, eyes, ears, top and back of the head, template mm.
constexpr std::array<Vec3, 7> k_landmarks{{{0, 84, -38},
                                           {32, 62, -40},
                                           {-32, 62, -40},
                                           {-75, -20, -50},
                                           {75, -20, -50},
                                           {0, -20, 90},
                                           {0, -110, 0}}};

// The largest distance between where two places put a landmark, mm.
double apart_mm(const Affine& one, const Affine& other) {
  double farthest = 0;
  for (const Vec3& landmark : k_landmarks) {
    const Vec3 a = one(landmark), b = other(landmark);
    farthest = std::max(farthest, std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
  }
  return farthest;
}

// As the search scores a place, but for how plausible its scales are.
double match_at(const Affine& template_to_image, const PoseTarget& target, const TemplateData& head) {
  const Match m = match(head.vault_4mm, target.fine, compose(target.ras_to_voxel, template_to_image));
  return m.information * std::sqrt(m.overlap);
}

// The median of what is darker than a head, before anything was removed. What was removed must look like it,
// or the difference between the two would be taken for that between air and head.
float typical_air(const Volume& coarse) {
  const float level = air_level(coarse);
  std::vector<float> air;
  for (const float x : coarse.values) {
    if (x < level) air.push_back(x);
  }
  return quantile(air, 0.5);
}

// The best place around the header's orientation; where that is poor, and no other image says where the head
// is, around where it was taken to be and of all orientations too.
FoundPose find_anew(const PoseTarget& target, const PlacedHead& placed, const TemplateData& head,
                    int threads) {
  const auto better = [](FoundPose a, FoundPose b) { return b.pose.score > a.pose.score ? b : a; };
  FoundPose best = find_pose_near(target, head, threads);
  if (!best.found || best.pose.score >= k_clear_score || placed.by != PlacedBy::itself) return best;
  best = better(best, find_pose_around(placed.template_to_image, target, head, threads));
  return better(best, find_pose(target, head, threads));
}

void make_doubtful(Defaced& out, const char* reason) {
  if (out.verdict != Verdict::done) return;
  out.verdict = Verdict::doubtful;
  out.reason = reason;
}

}  // namespace

Status look_afresh(const NiftiImage& result, const PlacedHead& placed, const TemplateData& head, int threads,
                   Defaced& out) {
  SR_TRY(const PoseTarget target, rough_target_of_result(result, typical_air(placed.coarse)));
  const FoundPose found = find_anew(target, placed, head, threads);
  if (!found.found) {
    make_doubtful(out, "next to nothing of a head is left in the result");
    return Done{};
  }
  const Affine place = template_to_ras(found.pose);
  const double apart = apart_mm(place, placed.template_to_image);
  const double gain = match_at(place, target, head) - match_at(placed.template_to_image, target, head);
  out.figures.push_back({"afresh_apart_mm", apart});
  out.figures.push_back({"afresh_gain", gain});
  const double limit = placed.by == PlacedBy::itself ? k_elsewhere_gain : k_elsewhere_gain_by_anchor;
  // what is not a number agrees with nothing
  const bool agrees = apart <= k_elsewhere_apart_mm || gain <= limit;
  if (!agrees)
    make_doubtful(out,
                  "registered anew without its face, the head lies elsewhere: the wrong part may be removed");
  return Done{};
}

}  // namespace shareready
