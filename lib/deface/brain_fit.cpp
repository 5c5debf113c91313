#include "deface/brain_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "deface/brain_parts.hpp"
#include "image/parallel.hpp"

namespace shareready {
namespace {

constexpr float k_start_mm = 3;  // the template's cavity is its brain's; the bone begins about here
// Borders that are tried, relative to the registered surface.
constexpr double k_first_border_mm = -5;
constexpr std::size_t k_borders = 37;
// What is compared around a border.
constexpr double k_first_depth_mm = -8;  // to 4 beyond: farther out the scalp's own edges take over
constexpr std::size_t k_depths = 25;
constexpr std::size_t k_bins = 32;
constexpr double k_brightest = 4;  // times the brain's level; bins are even in its square root
constexpr float k_least_share = 3e-3F, k_most_evidence = 3;

struct Round {
  int times = 0;
  double loose_mm = 0, tight_mm = 0;           // how far a point may move away from its neighbours' mean
  std::size_t most_near = 0, fewest_near = 0;  // neighbours that decide together
};
constexpr std::array<Round, 3> k_rounds{{{4, 4, 3, 100, 40}, {4, 3, 2, 40, 20}, {4, 2, 1.2, 20, 10}}};

using DepthBins = std::array<std::array<float, k_bins>, k_depths>;

class Fit {
 public:
  Fit(const BrainProfiles& profiles, int threads)
      : profiles_(profiles),
        threads_(threads),
        parts_(brain_parts(profiles.points)),
        neighbours_(neighbours_of(profiles.points, threads)),
        beyond_(profiles.count(), k_start_mm),
        best_(profiles.count(), k_start_mm) {
    bins_.reserve(profiles.values.size());
    for (const float value : profiles.values) {
      const double share = std::sqrt(std::clamp(static_cast<double>(value), 0.0, k_brightest) / k_brightest);
      bins_.push_back(static_cast<std::uint8_t>(std::min(k_bins - 1.0, share * k_bins)));
    }
  }

  void run(const Round& round) {
    for (int time = 0; time < round.times; ++time) {
      const double f = static_cast<double>(time) / (round.times - 1);
      const double sigma = round.loose_mm + f * (round.tight_mm - round.loose_mm);
      const double near =
          static_cast<double>(round.most_near) - f * static_cast<double>(round.most_near - round.fewest_near);
      agree_with_others(sigma, static_cast<std::size_t>(near));
    }
    follow(find_bone_edge(profiles_, parts_, beyond_, threads_));
  }

  // All of the border together, to where bone is on average: what looks alike is sought around it.
  void start() {
    const BoneEdge edge = find_bone_edge(profiles_, parts_, beyond_, threads_);
    std::vector<float> corrections = edge.beyond_mm;
    const float middle = middle_of(corrections);
    for (float& mm : beyond_) mm += middle;
  }

  [[nodiscard]] BrainFit result() const;

 private:
  [[nodiscard]] std::size_t sample_near(std::size_t point, std::size_t depth) const {
    const double mm = static_cast<double>(beyond_[point]) + k_first_depth_mm +
                      k_profile_step_mm * static_cast<double>(depth);
    return static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(
        std::lround((mm - k_profile_first_mm) / k_profile_step_mm), 0, k_profile_samples - 1));
  }
  // The logarithm of how much likelier each intensity is at its depth than anywhere around the border.
  [[nodiscard]] DepthBins appearance_of(const std::vector<std::uint32_t>& members) const;
  void add_evidence(std::size_t part, std::vector<float>& evidence) const;
  void agree_with_others(double sigma_mm, std::size_t near);
  void follow(const BoneEdge& edge);

  const BrainProfiles& profiles_;
  int threads_ = 1;
  BrainParts parts_;
  std::vector<std::uint32_t> neighbours_;
  std::vector<std::uint8_t> bins_{}, clear_{};
  std::vector<float> beyond_, best_;
  double correction_mm_ = 0;
};

void smooth_counts(DepthBins& counts) {
  constexpr std::array<float, 7> k_over_depth{0.0044F, 0.0540F, 0.2420F, 0.3991F, 0.2420F, 0.0540F, 0.0044F};
  constexpr std::array<float, 7> k_over_bins{0.0147F, 0.0832F, 0.2356F, 0.3329F, 0.2356F, 0.0832F, 0.0147F};
  const auto clamped = [](std::size_t i, std::size_t w, std::size_t size) {
    return static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(i + w) - 3, 0,
                                                               static_cast<std::ptrdiff_t>(size) - 1));
  };
  DepthBins along{}, out{};
  for (std::size_t d = 0; d < k_depths; ++d) {
    for (std::size_t b = 0; b < k_bins; ++b) {
      for (std::size_t w = 0; w < 7; ++w) along[d][b] += k_over_depth[w] * counts[clamped(d, w, k_depths)][b];
    }
  }
  for (std::size_t d = 0; d < k_depths; ++d) {
    for (std::size_t b = 0; b < k_bins; ++b) {
      for (std::size_t w = 0; w < 7; ++w) out[d][b] += k_over_bins[w] * along[d][clamped(b, w, k_bins)];
    }
  }
  counts = out;
}

DepthBins Fit::appearance_of(const std::vector<std::uint32_t>& members) const {
  DepthBins out{};
  for (const std::uint32_t p : members) {
    for (std::size_t d = 0; d < k_depths; ++d) {
      const std::size_t s = sample_near(p, d);
      if (profiles_.sees(p, s)) out[d][bins_[p * k_profile_samples + s]] += 1;
    }
  }
  smooth_counts(out);
  std::array<float, k_bins> anywhere{};
  for (auto& depth : out) {
    float sum = 1e-9F;
    for (const float x : depth) sum += x;
    for (std::size_t b = 0; b < k_bins; ++b) {
      depth[b] /= sum;
      anywhere[b] += depth[b] / static_cast<float>(k_depths);
    }
  }
  for (auto& depth : out) {
    for (std::size_t b = 0; b < k_bins; ++b) {
      depth[b] = std::clamp(std::log((depth[b] + k_least_share) / (anywhere[b] + k_least_share)),
                            -k_most_evidence, k_most_evidence);
    }
  }
  return out;
}

void Fit::add_evidence(std::size_t part, std::vector<float>& evidence) const {
  const DepthBins appearance = appearance_of(parts_.members[part]);
  for (std::size_t p = 0; p < profiles_.count(); ++p) {
    if (parts_.part_of[p] != part) continue;
    for (std::size_t c = 0; c < k_borders; ++c) {
      // samples of the profile start at -14 mm, borders at -5 with depths from -8: the first is sample 2
      constexpr auto k_first = static_cast<std::size_t>(
          (k_first_border_mm + k_first_depth_mm - k_profile_first_mm) / k_profile_step_mm);
      float sum = 0;
      for (std::size_t d = 0; d < k_depths && k_first + c + d < k_profile_samples; ++d) {
        const std::size_t s = k_first + c + d;
        if (profiles_.sees(p, s)) sum += appearance[d][bins_[p * k_profile_samples + s]];
      }
      evidence[p * k_borders + c] = sum * static_cast<float>(k_profile_step_mm);
    }
  }
}

void Fit::agree_with_others(double sigma_mm, std::size_t near) {
  std::vector<float> evidence(profiles_.count() * k_borders, 0);
  for_each_index(parts_.centres.size(), threads_, [&](std::size_t part) { add_evidence(part, evidence); });
  for_each_index(profiles_.count(), threads_, [&](std::size_t p) {
    std::array<double, k_borders> score{};
    for (std::size_t n = 0; n < near; ++n) {
      const float* row = evidence.data() + neighbours_[p * k_most_neighbours + n] * k_borders;
      for (std::size_t c = 0; c < k_borders; ++c) {
        score[c] += static_cast<double>(row[c]) / static_cast<double>(near);
      }
    }
    for (std::size_t c = 0; c < k_borders; ++c) {
      const double away =
          k_first_border_mm + k_profile_step_mm * static_cast<double>(c) - static_cast<double>(beyond_[p]);
      score[c] -= away * away / (2 * sigma_mm * sigma_mm);
    }
    const auto at = std::max_element(score.begin(), score.end()) - score.begin();
    best_[p] = static_cast<float>(k_first_border_mm + k_profile_step_mm * static_cast<double>(at));
  });
  for_each_index(profiles_.count(), threads_, [&](std::size_t p) {
    std::vector<float> others(near);
    float mean = 0;
    for (std::size_t n = 0; n < near; ++n) {
      others[n] = best_[neighbours_[p * k_most_neighbours + n]];
      mean += others[n] / static_cast<float>(near);
    }
    beyond_[p] = (middle_of(others) + mean) / 2;
  });
}

void Fit::follow(const BoneEdge& edge) {
  double sum = 0;
  for (std::size_t p = 0; p < beyond_.size(); ++p) {
    beyond_[p] += edge.beyond_mm[p];
    sum += static_cast<double>(edge.beyond_mm[p]);
  }
  correction_mm_ = sum / static_cast<double>(std::max<std::size_t>(beyond_.size(), 1));
  clear_ = edge.clear;
}

BrainFit Fit::result() const {
  BrainFit out{.beyond_mm = beyond_, .correction_mm = correction_mm_};
  double in_view = 0, clear = 0, all = 0, sum = 0, squares = 0;
  for (std::size_t p = 0; p < profiles_.count(); ++p) {
    if (is_cistern(profiles_.points[p].place)) continue;
    all += 1;
    const auto border = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(
        std::lround((static_cast<double>(beyond_[p]) - k_profile_first_mm) / k_profile_step_mm), 0,
        k_profile_samples - 1));
    if (!profiles_.sees(p, border)) continue;
    in_view += 1;
    if (clear_[p] != 0) clear += 1;
    sum += static_cast<double>(beyond_[p]);
    squares += static_cast<double>(beyond_[p]) * static_cast<double>(beyond_[p]);
  }
  if (in_view == 0) return out;
  out.in_view_share = in_view / all;
  out.clear_share = clear / in_view;
  out.mean_beyond_mm = sum / in_view;
  out.spread_mm = std::sqrt(std::max(0.0, squares / in_view - out.mean_beyond_mm * out.mean_beyond_mm));
  return out;
}

}  // namespace

BrainFit fit_brain(const BrainProfiles& profiles, int threads) {
  if (profiles.count() <= k_most_neighbours) return {.beyond_mm = std::vector<float>(profiles.count(), 0)};
  Fit fit(profiles, threads);
  fit.start();
  for (const Round& round : k_rounds) fit.run(round);
  return fit.result();
}

}  // namespace shareready
