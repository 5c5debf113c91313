#include "deid/generalise.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "bids/bids_name.hpp"
#include "deid/cells.hpp"
#include "deid/column_losses.hpp"
#include "deid/level_choice.hpp"
#include "deid/measures.hpp"
#include "deid/profile_writer.hpp"
#include "deid/whole_rows.hpp"
#include "risk/suda.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_most_suda_columns = 12;
constexpr std::uint32_t k_fewest_told =
    5;  // as in the report: of fewer persons every count tells of one or two

void measure_before(const GeneraliseRequest& request, const LevelChoice& choice, Generalised& result) {
  const risk::Levels exact = risk::lowest_levels(choice.table);
  const risk::Classes classes = risk::equivalence_classes(choice.table, exact);
  result.before = risk::sample_risk(classes.sizes, request.k);
  result.group_sizes_before = classes.sizes;
  for (std::size_t i = 0; i < request.persons.size(); ++i) {
    if (classes.sizes[classes.of_row[i]] == 1) result.unique_before.push_back(request.persons[i]);
  }
  const std::vector<risk::ColumnRisk> columns = risk::column_risks(choice.table, exact);
  const bool few = choice.profiles.size() <= k_most_suda_columns;
  const risk::SudaScores special = few ? risk::suda_scores(choice.table, exact) : risk::SudaScores{};
  result.special_uniques = special.by_size;
  for (std::size_t i = 0; i < choice.profiles.size(); ++i) {
    result.identifiers.push_back({.name = choice.profiles[i].name,
                                  .kind = choice.profiles[i].kind,
                                  .listed = choice.profiles[i].listed,
                                  .level = released_level(choice, i),
                                  .loss = choice.losses[i],
                                  .uniques_added = columns[i].uniques_added,
                                  .special_share = few ? special.by_column[i] : 0.0});
  }
}

bool has_missing(const LevelChoice& choice) {
  for (std::size_t i = 0; i < choice.profiles.size(); ++i) {
    for (std::size_t person = 0; person < choice.suppressed.size(); ++person) {
      if (is_missing(released_value(choice, i, person))) return true;
    }
  }
  return false;
}

Status measure_whole(const GeneraliseRequest& request, const LevelChoice* choice, Generalised& result) {
  result.whole_keys = CodedRows(result.data.tables, request.persons, *request.rules).keys_without({});
  result.whole = risk::sample_risk(sizes_of_keys(result.whole_keys), request.k);
  SR_TRY(result.measures, count_measures(request, choice, result));
  return Done{};
}

void measure_after(const GeneraliseRequest& request, const LevelChoice& choice, Generalised& result) {
  const risk::Classes groups = released_groups(choice);
  for (std::size_t i = 0; i < request.persons.size(); ++i) {
    if (choice.suppressed[i]) result.suppressed_persons.push_back(request.persons[i]);
  }
  for (const auto& column : choice.masked) {
    result.suppressed_cells += static_cast<std::uint64_t>(std::count(column.begin(), column.end(), true));
  }
  result.suppressed = result.suppressed_persons.size();
  result.group_sizes_after = groups.sizes;
  result.group_of_person = groups.of_row;
  result.after = risk::sample_risk(groups.sizes, request.k);
  if (has_missing(choice)) {
    result.matches = risk::sample_risk_of_matches(released_matches(choice), request.k);
  }
  for (const SensitiveColumn& column : choice.sensitive) {
    result.sensitive.push_back({.name = column.name,
                                .listed = column.listed,
                                .figures = risk::measure_sensitive(groups, column.values)});
  }
}

void add_band(int years, AgeBands& bands) {
  bool& band = years < k_child_below  ? bands.under_16
               : years < k_adult_from ? bands.from_16
               : years < k_old_from   ? bands.from_18
                                      : bands.from_60;
  band = true;
}

AgeBands age_bands(const std::vector<Profile>& profiles) {
  AgeBands bands;
  for (const Profile& profile : profiles) {
    if (profile.kind != ProfileKind::age) continue;
    for (const std::string& cells : profile.values) {
      const std::vector<int> ages = ages_in(cells);
      bands.missing = bands.missing || ages.empty();
      for (const int years : ages) add_band(years, bands);
    }
  }
  return bands;
}

// Of all ages of a person, in whichever table. A child that is known counts whatever is missing of others.
std::optional<std::uint64_t> count_under_16(const std::vector<Profile>& profiles) {
  for (const Profile& profile : profiles) {
    if (profile.kind != ProfileKind::age) continue;
    std::uint64_t children = 0;
    bool missing = false;
    for (const std::string& cells : profile.values) {
      const std::vector<int> ages = ages_in(cells);
      missing = missing || ages.empty();
      children +=
          std::any_of(ages.begin(), ages.end(), [](int years) { return years < k_child_below; }) ? 1 : 0;
    }
    return missing && children == 0 ? std::nullopt : std::optional(children);
  }
  return std::nullopt;
}

std::uint64_t count_removed(const GeneraliseRequest& request) {
  std::set<std::string_view> removed;
  for (const PersonTable& table : request.data.tables) {
    const auto column = table.table.column("participant_id");
    for (std::size_t row = 0; column && table.person.empty() && row < table.table.rows.size(); ++row) {
      const std::string_view label = strip_prefix(trim(table.table.rows[row][*column]), "sub-");
      if (!std::binary_search(request.persons.begin(), request.persons.end(), label)) removed.insert(label);
    }
  }
  return removed.size();
}

// Sidecars then tell nothing that the tables do not.
void clear_sidecars(const GeneraliseRequest& request, const ColumnRecords& before, Generalised& result) {
  const ColumnLosses losses = losses_between(before, record_columns(result.data, request.persons));
  result.dropped_texts = drop_telling_texts(result.data.sidecars, losses, *request.rules);
}

}  // namespace

Result<Generalised> generalise(GeneraliseRequest request) {
  Generalised result;
  result.persons = request.persons.size();
  result.suppression_limit = request.suppression_limit;
  result.wildcards = request.policy.missing_values == MissingRule::wildcard;
  std::sort(request.persons.begin(), request.persons.end());
  result.removed = count_removed(request);
  ColumnRecords before = record_columns(request.data, request.persons);
  add_records(request.source, before);
  result.changes = recode_columns(request.data, request.persons, *request.rules, request.policy, request.k);
  std::vector<Profile> profiles =
      collect_profiles(request.data.tables, request.persons, *request.rules, request.policy);
  result.data = request.data;
  if (profiles.empty() || request.persons.empty()) {
    clear_sidecars(request, before, result);
    SR_CHECK(measure_whole(request, nullptr, result));
    return result;
  }
  SR_TRY(const LevelChoice choice, choose_levels(request, std::move(profiles)));
  result.reached = choice.reached;
  result.proven = choice.proven;
  result.loss = choice.loss;
  measure_before(request, choice, result);
  measure_after(request, choice, result);
  SR_TRY(result.trade_offs, trade_offs(request, choice));
  result.under_16 = count_under_16(choice.profiles);
  result.ages = age_bands(choice.profiles);
  write_profiles(request, choice, result);
  add_released_bands(choice, result.ages);
  const std::uint64_t fewest = std::max(request.k, k_fewest_told);
  const bool any_child = result.ages.under_16;
  result.telling_ages = telling_ages(choice, any_child, fewest);
  SR_TRY(result.age_recipes, age_recipes(request, choice, {.any_child = any_child, .fewest = fewest}));
  clear_sidecars(request, before, result);
  describe_profiles(choice, result);
  SR_CHECK(measure_whole(request, &choice, result));
  return result;
}

}  // namespace shareready
