#include "deid/wider_ages.hpp"

#include <algorithm>
#include <set>

#include "deid/telling_ages.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_most_limits = 6;  // 63 sets

std::vector<int> few_enough(std::vector<int> limits) {
  while (limits.size() > k_most_limits) {
    std::vector<int> rest;
    for (std::size_t i = 1; i < limits.size(); i += 2) rest.push_back(limits[i]);
    limits = std::move(rest);
  }
  return limits;
}

std::vector<int> chosen_of(const std::vector<int>& limits, std::size_t set) {
  std::vector<int> chosen;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    if ((set >> i & 1U) != 0) chosen.push_back(limits[i]);
  }
  return chosen;
}

}  // namespace

bool keeps_ages(const LevelChoice& choice) {
  const std::size_t age = age_profile(choice);
  if (age == choice.profiles.size()) return false;
  return !choice.ranges.empty() || !is_dropped(choice.table.attributes[age].hierarchy, choice.levels[age]);
}

std::vector<int> coarsest_age_limits(const LevelChoice& choice) {
  const std::size_t age = age_profile(choice);
  if (age == choice.profiles.size()) return {};
  const std::vector<int> policy = choice.profiles[age].limits;
  std::vector<int> all = policy;
  for (int years = k_widest_band; policy.empty() && years < k_open_from; years += k_widest_band)
    all.push_back(years);
  std::set<int> begins;  // of ages that somebody has
  for (const std::string& cell : choice.profiles[age].shown) {
    const std::optional<int> years = years_of(cell);
    if (!years) continue;
    const auto next = std::upper_bound(all.begin(), all.end(), *years);
    begins.insert(next == all.begin() ? 0 : *(next - 1));
  }
  if (begins.empty()) return {};
  return {std::next(begins.begin()), begins.end()};
}

std::vector<Profile> with_age_limits(const LevelChoice& choice, const std::vector<int>& limits) {
  std::vector<Profile> profiles = choice.profiles;
  profiles[age_profile(choice)].limits = limits;
  return profiles;
}

Result<std::optional<WiderAges>> find_wider_ages(const LevelChoice& choice, const WiderAgesSearch& search) {
  const std::vector<int> limits = few_enough(coarsest_age_limits(choice));
  std::optional<WiderAges> best;
  bool preferred = false;
  for (std::size_t set = 1; set < std::size_t{1} << limits.size(); ++set) {
    const std::vector<int> chosen = chosen_of(limits, set);
    SR_TRY(std::optional<LevelChoice> found, search.decide(with_age_limits(choice, chosen)));
    if (!found || !keeps_ages(*found)) continue;
    const bool first = search.is_preferred && search.is_preferred(*found);
    const bool better = !best || (first != preferred ? first : found->loss < best->choice.loss);
    if (better) best = WiderAges{.limits = chosen, .choice = std::move(*found)};
    preferred = preferred || first;
  }
  return best;
}

}  // namespace shareready
