#include "deface/brain_parts.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "image/parallel.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_parts = 80;
constexpr double k_part_radius_mm = 25;
constexpr double k_edge_sigma_mm = 18, k_wide_sigma_mm = 60;
constexpr double k_plain_edge = 0.15;  // contrast of brain and bone, as a share of the brain

// A median profile from 8 mm inside the border to 8 mm outside.
constexpr std::size_t k_window = 33;
constexpr double k_window_first_mm = -8;
constexpr double k_least_seen = 0.5;  // of the part's samples
// The fall from brain to bone: per mm, as a share of the brain; and where it may lie.
constexpr float k_least_slope = 0.03F;
constexpr double k_fall_from_mm = -6, k_fall_to_mm = 5, k_first_falls_to_mm = 2;
constexpr float k_of_steepest = 0.5F;
constexpr float k_near_dark = 0.2F;  // of the way up from the minimum to the brain

using Window = std::array<float, k_window>;

double square_of_distance(const Vec3& a, const Vec3& b) {
  double sum = 0;
  for (std::size_t r = 0; r < 3; ++r) sum += (a[r] - b[r]) * (a[r] - b[r]);
  return sum;
}

Window smoothed(const Window& in) {
  constexpr std::array<float, 5> k_weights{0.0545F, 0.2442F, 0.4026F, 0.2442F, 0.0545F};  // sigma 1 sample
  Window out{};
  for (std::size_t i = 0; i < k_window; ++i) {
    for (std::size_t w = 0; w < k_weights.size(); ++w) {
      const auto at = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(i + w) - 2, 0, k_window - 1);
      out[i] += k_weights[w] * in[static_cast<std::size_t>(at)];
    }
  }
  return out;
}

std::optional<Window> median_profile(const BrainProfiles& profiles, const std::vector<std::uint32_t>& members,
                                     const std::vector<float>& beyond_mm) {
  Window out{};
  std::size_t seen = 0;
  std::vector<float> column;
  for (std::size_t i = 0; i < k_window; ++i) {
    column.clear();
    for (const std::uint32_t p : members) {
      const double depth =
          static_cast<double>(beyond_mm[p]) + k_window_first_mm + k_profile_step_mm * static_cast<double>(i);
      const auto s = std::clamp<std::ptrdiff_t>(std::lround((depth - k_profile_first_mm) / k_profile_step_mm),
                                                0, k_profile_samples - 1);
      if (profiles.sees(p, static_cast<std::size_t>(s))) {
        column.push_back(profiles.value(p, static_cast<std::size_t>(s)));
      }
    }
    seen += column.size();
    if (column.empty()) return std::nullopt;
    out[i] = middle_of(column);
  }
  const auto all = static_cast<double>(members.size() * k_window);
  if (static_cast<double>(seen) < k_least_seen * all) return std::nullopt;
  return smoothed(out);
}

double window_mm(std::size_t i) { return k_window_first_mm + k_profile_step_mm * static_cast<double>(i); }

// The sample at which the profile first rises again after it fell: what lies beyond is marrow or scalp.
std::size_t first_dark(const Window& profile) {
  constexpr float k_fell = 0.92F, k_rose = 1.02F;
  float highest = profile[0], lowest = profile[0];
  std::size_t at = 0;
  for (std::size_t i = 1; i < k_window; ++i) {
    if (profile[i] < lowest || lowest > k_fell * highest) {
      lowest = profile[i];
      at = i;
    } else if (profile[i] > k_rose * lowest) {
      return at;
    }
    highest = std::max(highest, profile[i]);
  }
  return k_window - 1;
}

// The first fall outwards that is not much flatter than the steepest one inside; its sample.
std::optional<std::size_t> first_fall(const Window& profile) {
  constexpr std::size_t k_arm = 2;
  float level = 0;
  for (std::size_t i = 0; i < 7; ++i) level += profile[i] / 7;
  Window slope{};
  for (std::size_t i = k_arm; i + k_arm < k_window; ++i) {
    slope[i] = (profile[i - k_arm] - profile[i + k_arm]) / 2 / std::max(level, 1e-6F);
  }
  const std::size_t last = first_dark(profile);
  std::vector<std::size_t> falls;
  float steepest = 0;
  for (std::size_t i = k_arm + 1; i + k_arm + 1 < k_window && i <= last; ++i) {
    const bool is_peak = slope[i] >= slope[i - 1] && slope[i] > slope[i + 1] && slope[i] > k_least_slope;
    if (!is_peak || window_mm(i) < k_fall_from_mm || window_mm(i) > k_fall_to_mm) continue;
    falls.push_back(i);
    if (window_mm(i) < k_first_falls_to_mm) steepest = std::max(steepest, slope[i]);
  }
  for (const std::size_t i : falls) {
    if (slope[i] > k_of_steepest * steepest) return i;
  }
  return std::nullopt;
}

struct Edge {
  double beyond_mm = 0;  // the border assumed
  double contrast = 0;   // 0: none seen
};

Edge edge_of(const Window& profile) {
  constexpr std::size_t k_brain_samples = 8;  // 4 mm
  const auto fall = first_fall(profile);
  if (!fall) return {};
  std::size_t dark = *fall, bright = *fall;
  while (dark + 1 < k_window && profile[dark + 1] < profile[dark]) ++dark;
  while (bright > 0 && bright + k_brain_samples > *fall && profile[bright - 1] > profile[bright]) --bright;
  const float low = profile[dark], high = profile[bright];
  const float near_dark = low + k_near_dark * (high - low);
  std::size_t at = *fall;
  while (at < dark && profile[at] > near_dark) ++at;
  double mm = window_mm(at);
  if (at > *fall) {
    const float step = profile[at - 1] - profile[at];
    mm -=
        k_profile_step_mm * (1 - static_cast<double>((profile[at - 1] - near_dark) / std::max(step, 1e-6F)));
  }
  return {.beyond_mm = mm, .contrast = static_cast<double>((high - low) / std::max(high, 0.3F))};
}

}  // namespace

BrainParts brain_parts(const std::vector<SurfacePoint>& points) {
  BrainParts out;
  if (points.empty()) return out;
  std::vector<double> nearest(points.size(), 1e9);
  out.part_of.assign(points.size(), 0);
  std::size_t next = 0;
  while (out.centres.size() < k_parts) {  // each time the point that is farthest from all centres so far
    const Vec3 centre = points[next].place;
    std::vector<std::uint32_t> members;
    for (std::size_t p = 0; p < points.size(); ++p) {
      const double away = square_of_distance(points[p].place, centre);
      if (away < nearest[p]) {
        nearest[p] = away;
        out.part_of[p] = static_cast<std::uint32_t>(out.centres.size());
      }
      if (away < k_part_radius_mm * k_part_radius_mm) members.push_back(static_cast<std::uint32_t>(p));
    }
    out.centres.push_back(centre);
    out.members.push_back(std::move(members));
    next = static_cast<std::size_t>(std::max_element(nearest.begin(), nearest.end()) - nearest.begin());
  }
  return out;
}

BoneEdge find_bone_edge(const BrainProfiles& profiles, const BrainParts& parts,
                        const std::vector<float>& beyond_mm, int threads) {
  constexpr double k_most_contrast = 0.5, k_wide_weight = 1e-9;
  std::vector<Edge> edges(parts.centres.size());
  for_each_index(edges.size(), threads, [&](std::size_t part) {
    if (const auto profile = median_profile(profiles, parts.members[part], beyond_mm)) {
      edges[part] = edge_of(*profile);
    }
  });
  BoneEdge out{.beyond_mm = std::vector<float>(profiles.count(), 0),
               .clear = std::vector<std::uint8_t>(profiles.count(), 0)};
  for (std::size_t p = 0; p < profiles.count(); ++p) {
    double sum = 0, weight = 0;
    for (std::size_t part = 0; part < edges.size(); ++part) {
      if (edges[part].contrast <= 0) continue;
      const double away = square_of_distance(profiles.points[p].place, parts.centres[part]);
      const double w = std::exp(-away / (2 * k_edge_sigma_mm * k_edge_sigma_mm)) *
                           std::pow(std::min(edges[part].contrast, k_most_contrast), 2) +
                       k_wide_weight * std::exp(-away / (2 * k_wide_sigma_mm * k_wide_sigma_mm));
      sum += w * edges[part].beyond_mm;
      weight += w;
      if (away < k_part_radius_mm * k_part_radius_mm && edges[part].contrast > k_plain_edge) out.clear[p] = 1;
    }
    if (weight > 0) out.beyond_mm[p] = static_cast<float>(sum / weight);
  }
  return out;
}

}  // namespace shareready
