#include "deid/trade_offs.hpp"

#include <array>

#include "deid/generalise.hpp"
#include "deid/profile_writer.hpp"
#include "deid/whole_rows.hpp"
#include "risk/loss.hpp"
#include "risk/sample_risk.hpp"

namespace shareready {
namespace {

bool is_dropped_in(const LevelChoice& choice, std::size_t profile) {
  return choice.ranges.empty() &&
         is_dropped(choice.table.attributes[profile].hierarchy, choice.levels[profile]);
}

// What `one` drops and `other` keeps.
std::vector<std::size_t> dropped_only_in(const LevelChoice& one, const LevelChoice& other) {
  std::vector<std::size_t> dropped;
  for (std::size_t i = 0; i < one.profiles.size(); ++i) {
    if (is_dropped_in(one, i) && !is_dropped_in(other, i)) dropped.push_back(i);
  }
  return dropped;
}

// Counted on the tables as they would be written.
double average_with_all_columns(const GeneraliseRequest& request, const LevelChoice& other) {
  Generalised written;
  written.data.tables = request.data.tables;
  write_profiles(request, other, written);
  return risk::sample_risk(whole_row_groups(written.data, request.persons, *request.rules), request.k)
      .average;
}

}  // namespace

Result<std::vector<TradeOff>> trade_offs(const GeneraliseRequest& request, const LevelChoice& choice) {
  constexpr std::array<std::uint32_t, 5> k_sizes = {2, 3, 5, 11, 20};
  LevelChoice other{.profiles = choice.profiles};
  SR_TRY(other.table, encode_profiles(request, choice.profiles, false));
  std::vector<TradeOff> points;
  for (const std::uint32_t k : k_sizes) {
    SR_TRY(const risk::SearchResult found,
           risk::find_optimum(other.table, {.k = k, .average_risk = {}, .sensitive = {}},
                              search_options(request)));
    if (!found.found) continue;
    other.levels = found.levels;
    other.suppressed = found.suppressed;
    keep_to_age_bands(other.profiles, other.levels);
    points.push_back({.k = k,
                      .loss = risk::measure_utility(other.table, other.levels, other.suppressed).share_loss,
                      .average_risk = risk::sample_risk(released_groups(other).sizes, k).average,
                      .average_whole = average_with_all_columns(request, other),
                      .dropped = dropped_only_in(other, choice),
                      .returned = dropped_only_in(choice, other)});
  }
  return points;
}

}  // namespace shareready
