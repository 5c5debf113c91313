#include "deid/level_choice.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "deid/cell_choice.hpp"
#include "deid/cells.hpp"
#include "deid/generalise.hpp"
#include "deid/partition_choice.hpp"
#include "risk/class_check.hpp"
#include "risk/grouping.hpp"
#include "risk/loss.hpp"
#include "risk/sample_risk.hpp"
#include "risk/search.hpp"
#include "risk/wildcard.hpp"

namespace shareready {
namespace {

const std::string k_missing_cell = "n/a";
constexpr std::size_t k_most_checks = 20000;  // of lattice nodes: seconds for 100,000 persons

// The code of missing values, where they agree with every value.
std::optional<risk::Code> wildcard_of(const risk::Attribute& attribute) {
  const auto& names = attribute.hierarchy.names.front();
  const auto found = std::find(names.begin(), names.end(), k_missing_cell);
  if (found == names.end()) return std::nullopt;
  return static_cast<risk::Code>(found - names.begin());
}

}  // namespace

Result<risk::EncodedTable> encode_profiles(const GeneraliseRequest& request,
                                           const std::vector<Profile>& profiles, bool keep_useful) {
  const bool wildcards = request.policy.missing_values == MissingRule::wildcard;
  std::vector<risk::Attribute> attributes;
  std::vector<std::vector<std::string>> columns;
  for (const Profile& profile : profiles) {
    SR_TRY(risk::Attribute attribute, attribute_of(profile, request.k, !(keep_useful && is_needed(profile))));
    if (wildcards) attribute.missing = wildcard_of(attribute);
    attributes.push_back(std::move(attribute));
    columns.push_back(profile.values);
  }
  return risk::encode_table(std::move(attributes), columns);
}

risk::SearchOptions search_options(const GeneraliseRequest& request) {
  return {.suppression_limit = request.suppression_limit, .most_checks = k_most_checks};
}

namespace {

risk::Levels coarsest_useful(const std::vector<Profile>& profiles, const risk::EncodedTable& table) {
  risk::Levels levels;
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    levels.push_back(
        static_cast<std::uint8_t>(coarsest_useful_level(profiles[i], table.attributes[i].hierarchy)));
  }
  return levels;
}

// The cells of one sensitive column by person, all tables together.
std::map<std::string, std::vector<std::string>> sensitive_cells(const GeneraliseRequest& request) {
  std::map<std::string, std::size_t> index;
  for (const std::string& person : request.persons) index.emplace(person, index.size());
  std::map<std::string, std::vector<std::string>> columns;
  for (const PersonTable& table : request.data.tables) {
    for (std::size_t c = 0; c < table.table.columns.size(); ++c) {
      const ColumnRule* rule = request.rules->find(table_kind(table.path), table.table.columns[c]);
      if (rule == nullptr || rule->action != ColumnAction::sensitive) continue;
      auto& cells = columns[table.table.columns[c]];
      cells.resize(request.persons.size());
      const auto rows = persons_of_rows(table, index);
      for (std::size_t r = 0; r < rows.size(); ++r) {
        if (!rows[r]) continue;
        std::string& cell = cells[*rows[r]];
        cell += (cell.empty() ? "" : "\x1e") + table.table.rows[r][c];
      }
    }
  }
  return columns;
}

std::vector<SensitiveColumn> collect_sensitive(const GeneraliseRequest& request) {
  std::vector<SensitiveColumn> columns;
  for (const auto& [name, cells] : sensitive_cells(request)) {
    SensitiveColumn column{.name = name, .listed = false, .values = {}};
    column.listed = request.rules->is_listed(TableKind::participants, name);
    const bool numeric = std::all_of(cells.begin(), cells.end(), is_number);
    if (numeric) {
      std::vector<double> numbers;
      for (const std::string& cell : cells) numbers.push_back(std::stod(cell));
      column.values = risk::code_numbers(numbers);
    } else {
      column.values = risk::code_column(cells);
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

risk::SensitiveRule rule_of(const Diversity& rule, const risk::CodedColumn& column) {
  using enum risk::SensitiveModel;
  const risk::SensitiveModel model = rule.model == DiversityModel::distinct  ? distinct_l
                                     : rule.model == DiversityModel::entropy ? entropy_l
                                                                             : recursive_cl;
  return {.model = model, .column = column, .threshold = rule.l, .c = rule.c};
}

risk::PrivacyModel model_of(const GeneraliseRequest& request, const LevelChoice& choice, std::uint32_t k) {
  risk::PrivacyModel model{.k = k, .average_risk = request.policy.average_risk, .sensitive = {}};
  for (const SensitiveColumn& column : choice.sensitive) {
    if (request.policy.l_diversity) {
      model.sensitive.push_back(rule_of(*request.policy.l_diversity, column.values));
    }
    if (request.policy.t_closeness) {
      const bool ordered = request.policy.t_closeness->ordered;
      model.sensitive.push_back({.model = ordered ? risk::SensitiveModel::t_ordered_distance
                                                  : risk::SensitiveModel::t_equal_distance,
                                 .column = column.values,
                                 .threshold = request.policy.t_closeness->t});
    }
  }
  return model;
}

// Whether what is released satisfies the model: counted again, whatever the method promised.
bool holds(const GeneraliseRequest& request, const LevelChoice& choice) {
  risk::PrivacyModel model = model_of(request, choice, request.k);
  const risk::Classes groups = released_groups(choice);
  const risk::SampleRisk sample = risk::sample_risk(groups.sizes, model.k);
  if (model.average_risk && sample.average > *model.average_risk + 1e-12) return false;
  if (request.policy.missing_values == MissingRule::wildcard) {
    const std::vector<std::uint32_t> matches = released_matches(choice);
    if (risk::sample_risk_of_matches(matches, model.k).rows_below_k > 0) return false;
    model.k = 1;
  }
  const std::vector<bool> fails = risk::failing_classes(model, groups);
  return std::none_of(fails.begin(), fails.end(), [](bool one) { return one; });
}

void measure_loss(LevelChoice& choice) {
  const risk::UtilityFigures utility = risk::measure_utility(choice.table, choice.levels, choice.suppressed);
  choice.loss = utility.share_loss;
  choice.losses = utility.column_loss;
}

// False where the model cannot be had.
Result<bool> generalise_fully(const GeneraliseRequest& request, LevelChoice& choice) {
  SR_TRY(const risk::SearchResult found,
         risk::find_optimum(choice.table, model_of(request, choice, request.k), search_options(request)));
  choice.proven = found.proven;
  if (!found.found) return false;
  choice.levels = found.levels;
  choice.suppressed = found.suppressed;
  keep_to_age_bands(choice.profiles, choice.levels);
  measure_loss(choice);
  return holds(request, choice);
}

// How far cells may become coarser: not beyond what is of use, where the policy keeps that.
risk::Levels coarsest_allowed(const GeneraliseRequest& request, const LevelChoice& choice) {
  const bool keep_useful = request.policy.when_k_unreachable == Unreachable::coarsest;
  return keep_useful ? coarsest_useful(choice.profiles, choice.table) : risk::highest_levels(choice.table);
}

// False where more cells than allowed would become n/a.
bool suppress_cells(const GeneraliseRequest& request, LevelChoice& choice) {
  choice.suppressed.assign(request.persons.size(), false);
  choice.proven = false;
  return suppress_best_cells(choice, model_of(request, choice, request.k), coarsest_allowed(request, choice),
                             request.suppression_limit) &&
         holds(request, choice);
}

Result<bool> by_method(const GeneraliseRequest& request, LevelChoice& choice) {
  switch (request.policy.table_method) {
    case TableMethod::generalise:
      return generalise_fully(request, choice);
    case TableMethod::suppress_cells:
      return suppress_cells(request, choice);
    case TableMethod::partition: {
      SR_TRY(const bool done, partition_profiles(choice, model_of(request, choice, request.k)));
      return done && holds(request, choice);
    }
  }
  return false;
}

}  // namespace

bool is_suppressed(const LevelChoice& choice, std::size_t profile, std::size_t person) {
  return choice.suppressed[person] || (!choice.masked.empty() && choice.masked[profile][person]);
}

namespace {

// What the cell of a profile becomes where it is not suppressed.
const std::string& kept_value(const LevelChoice& choice, std::size_t profile, std::size_t person) {
  if (!choice.ranges.empty()) return choice.ranges[profile][person];
  const risk::Hierarchy& hierarchy = choice.table.attributes[profile].hierarchy;
  const std::size_t level = choice.levels[profile];
  return hierarchy.names[level][hierarchy.up[level][choice.table.cells[profile][person]]];
}

}  // namespace

const std::string& released_value(const LevelChoice& choice, std::size_t profile, std::size_t person) {
  return is_suppressed(choice, profile, person) ? k_missing_cell : kept_value(choice, profile, person);
}

std::string released_level(const LevelChoice& choice, std::size_t profile) {
  if (!choice.ranges.empty()) return "ranges, one for each group";
  const risk::Hierarchy& words = choice.table.attributes[profile].hierarchy;
  const std::size_t chosen = choice.levels[profile];
  const bool none_merged = choice.profiles[profile].kind == ProfileKind::word &&
                           words.names[chosen].size() == words.names.front().size();
  if (none_merged && !is_dropped(words, chosen)) return level_words(choice.profiles[profile], words, 0);
  return level_words(choice.profiles[profile], choice.table.attributes[profile].hierarchy,
                     choice.levels[profile]);
}

namespace {

// The cells of each profile as codes: as released, and as they would be with nothing suppressed.
struct PersonCodes {
  risk::WeightedItems released, kept;
};

PersonCodes codes_of(const LevelChoice& choice) {
  const std::size_t persons = choice.suppressed.size();
  PersonCodes both;
  both.released.rows = both.kept.rows = std::vector<std::uint32_t>(persons, 1);
  for (std::size_t i = 0; i < choice.profiles.size(); ++i) {
    std::vector<std::string> values;
    values.reserve(2 * persons);
    for (std::size_t person = 0; person < persons; ++person)
      values.push_back(released_value(choice, i, person));
    for (std::size_t person = 0; person < persons; ++person) values.push_back(kept_value(choice, i, person));
    const risk::CodedColumn column = risk::code_column(values);
    const auto found = std::find(values.begin(), values.end(), k_missing_cell);
    const auto missing = found == values.end()
                             ? std::nullopt
                             : std::optional(column.codes[static_cast<std::size_t>(found - values.begin())]);
    const auto middle = column.codes.begin() + static_cast<std::ptrdiff_t>(persons);
    both.released.codes.emplace_back(column.codes.begin(), middle);
    both.kept.codes.emplace_back(middle, column.codes.end());
    for (risk::WeightedItems* items : {&both.released, &both.kept}) {
      items->values.push_back(column.values);
      items->missing.push_back(missing);
    }
  }
  return both;
}

}  // namespace

risk::Classes released_groups(const LevelChoice& choice) {
  const risk::WeightedItems items = codes_of(choice).released;
  std::vector<const std::vector<risk::Code>*> columns;
  for (const auto& column : items.codes) columns.push_back(&column);
  risk::KeyIndex index(items.rows.size());
  risk::Classes groups;
  for (const std::uint64_t key : risk::row_keys(columns, items.values)) {
    groups.of_row.push_back(index.find_or_add(key));
    groups.sizes.resize(index.size());
    ++groups.sizes[groups.of_row.back()];
  }
  return groups;
}

std::vector<std::uint32_t> released_matches(const LevelChoice& choice) {
  const PersonCodes codes = codes_of(choice);
  return risk::count_matches(codes.kept, codes.released);
}

Result<LevelChoice> choose_levels(const GeneraliseRequest& request, std::vector<Profile> profiles) {
  LevelChoice choice{.profiles = std::move(profiles), .sensitive = collect_sensitive(request)};
  const bool lattice = request.policy.table_method == TableMethod::generalise;
  const bool keep_useful = request.policy.when_k_unreachable == Unreachable::coarsest;
  SR_TRY(choice.table, encode_profiles(request, choice.profiles, keep_useful && lattice));
  SR_TRY(choice.reached, by_method(request, choice));
  if (choice.reached) return choice;
  SR_TRY(choice.table, encode_profiles(request, choice.profiles, false));
  choice.masked.clear();
  choice.ranges.clear();
  choice.suppressed.assign(request.persons.size(), false);
  choice.levels = coarsest_allowed(request, choice);
  measure_loss(choice);
  return choice;
}

}  // namespace shareready
