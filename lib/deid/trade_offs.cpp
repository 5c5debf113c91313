#include "deid/trade_offs.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "deid/generalise.hpp"
#include "deid/profile_writer.hpp"
#include "deid/whole_rows.hpp"
#include "deid/wider_ages.hpp"
#include "risk/loss.hpp"
#include "risk/sample_risk.hpp"

namespace shareready {
namespace {

bool is_dropped_in(const LevelChoice& choice, std::size_t profile) {
  return choice.ranges.empty() &&
         is_dropped(choice.table.attributes[profile].hierarchy, choice.levels[profile]);
}

bool drops_details(const LevelChoice& choice) {
  for (std::size_t i = 0; i < choice.profiles.size(); ++i) {
    if (is_dropped_in(choice, i)) return true;
  }
  return false;
}

// The best generalisation for k; none where there is none.
Result<std::optional<LevelChoice>> optimum_for(const GeneraliseRequest& request,
                                               std::vector<Profile> profiles, std::uint32_t k) {
  LevelChoice best{.profiles = std::move(profiles)};
  SR_TRY(best.table, encode_profiles(request, best.profiles, false));
  SR_TRY(
      const risk::SearchResult found,
      risk::find_optimum(best.table, {.k = k, .average_risk = {}, .sensitive = {}}, search_options(request)));
  if (!found.found) return std::optional<LevelChoice>();
  best.levels = found.levels;
  best.suppressed = found.suppressed;
  keep_to_age_bands(best.profiles, best.levels);
  best.loss = risk::measure_utility(best.table, best.levels, best.suppressed).share_loss;
  return std::optional(std::move(best));
}

// The same with other limits of ages that lose less; none where none do.
Result<std::optional<WiderAges>> wider_for(const GeneraliseRequest& request, const LevelChoice& choice,
                                           std::uint32_t k, double most_loss) {
  WiderAgesSearch search;
  search.decide = [&](std::vector<Profile> profiles) { return optimum_for(request, std::move(profiles), k); };
  search.fewest_of_an_age = request.policy.missing_values == MissingRule::wildcard ? 1 : k;
  search.most_suppressed = most_suppressed(request);
  search.most_loss = most_loss;
  SR_TRY(WiderAgesFound found, find_wider_ages(choice, search));
  return std::move(found.least);
}

}  // namespace

std::vector<std::size_t> dropped_only_in(const LevelChoice& one, const LevelChoice& other) {
  std::vector<std::size_t> dropped;
  for (std::size_t i = 0; i < one.profiles.size(); ++i) {
    if (is_dropped_in(one, i) && !is_dropped_in(other, i)) dropped.push_back(i);
  }
  return dropped;
}

risk::SampleRisk risk_with_all_columns(const GeneraliseRequest& request, const LevelChoice& choice) {
  Generalised written;
  written.data.tables = request.data.tables;
  write_profiles(request, choice, written);
  return risk::sample_risk(whole_row_groups(written.data, request.persons, *request.rules), request.k);
}

Result<std::vector<TradeOff>> trade_offs(const GeneraliseRequest& request, const LevelChoice& choice) {
  constexpr std::array<std::uint32_t, 5> k_sizes = {2, 3, 5, 11, 20};
  std::vector<TradeOff> points;
  double least_of_more = std::numeric_limits<double>::infinity();  // what more persons alike lose
  for (auto size = k_sizes.rbegin(); size != k_sizes.rend(); ++size) {
    const std::uint32_t k = *size;
    SR_TRY(std::optional<LevelChoice> best, optimum_for(request, choice.profiles, k));
    if (!best) continue;
    std::vector<int> limits;
    if (drops_details(*best) || best->loss > least_of_more) {
      SR_TRY(std::optional<WiderAges> wider, wider_for(request, choice, k, best->loss));
      if (wider) limits = std::move(wider->limits);
      if (wider) best = std::move(wider->choice);
    }
    least_of_more = best->loss;
    points.push_back({.k = k,
                      .loss = best->loss,
                      .average_risk = risk::sample_risk(released_groups(*best).sizes, k).average,
                      .average_whole = risk_with_all_columns(request, *best).average,
                      .dropped = dropped_only_in(*best, choice),
                      .returned = dropped_only_in(choice, *best),
                      .age_limits = std::move(limits)});
  }
  std::reverse(points.begin(), points.end());
  return points;
}

}  // namespace shareready
