#include "deface/anchor.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace shareready {
namespace {

// How well a contrast shows both brain and scalp to the registration; T1w is what the template is.
struct ContrastRank {
  std::string_view suffix;
  double score;
};
constexpr std::array<ContrastRank, 20> k_contrasts{{
    {"FLAIR", 60},   {"FLASH", 50}, {"IRT1", 50},  {"MEGRE", 40},     {"MESE", 40},
    {"MP2RAGE", 55}, {"MPM", 45},   {"MTR", 40},   {"MTS", 45},       {"PD", 45},
    {"PDT2", 50},    {"PDw", 55},   {"T1w", 1000}, {"T2starw", 40},   {"T2w", 60},
    {"UNIT1", 35},   {"VFA", 50},   {"angio", 10}, {"inplaneT1", 50}, {"inplaneT2", 45},
}};

constexpr double k_least_extent_mm = 60;  // less than this cannot fix the scale of a head
constexpr double k_full_extent_mm = 150;  // a brain and its scalp

double contrast_score(std::string_view suffix) {
  const auto* found =
      std::lower_bound(k_contrasts.begin(), k_contrasts.end(), suffix,
                       [](const ContrastRank& rank, std::string_view s) { return rank.suffix < s; });
  return found != k_contrasts.end() && found->suffix == suffix ? found->score : 0;
}

}  // namespace

std::optional<double> anchor_score(const AnchorCandidate& candidate) {
  if (!candidate.is_magnitude) return std::nullopt;
  double score = contrast_score(candidate.suffix);
  if (score <= 0) return std::nullopt;
  double coarsest_mm = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double spacing = std::abs(candidate.spacing_mm[axis]);
    const double extent = spacing * static_cast<double>(candidate.size[axis]);
    if (!(extent >= k_least_extent_mm)) return std::nullopt;
    score -= 100 * std::max(0.0, 1 - extent / k_full_extent_mm);
    coarsest_mm = std::max(coarsest_mm, spacing);
  }
  return score - 10 * std::max(0.0, coarsest_mm - 1);
}

std::optional<std::size_t> choose_anchor(std::span<const AnchorCandidate> candidates) {
  std::optional<std::size_t> best;
  double best_score = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto score = anchor_score(candidates[i]);
    if (score && (!best || *score > best_score)) {
      best = i;
      best_score = *score;
    }
  }
  return best;
}

}  // namespace shareready
