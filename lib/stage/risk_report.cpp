#include <algorithm>
#include <cmath>

#include "risk/population_risk.hpp"
#include "stage/report_parts.hpp"

namespace shareready {
namespace {

constexpr std::string_view k_own_name = "a column of its own name";

std::uint64_t persons_in(const std::vector<std::uint32_t>& sizes, std::uint64_t from, std::uint64_t to) {
  std::uint64_t persons = 0;
  for (const std::uint32_t size : sizes) {
    if (size >= from && (to == 0 || size <= to)) persons += size;
  }
  return persons;
}

// Alone, fewer than k, and three ranges of k and above.
std::vector<readiness::GroupSizes> group_sizes(const Generalised& generalised, std::uint64_t k) {
  const std::vector<std::uint64_t> begins = k > 2    ? std::vector<std::uint64_t>{1, 2, k, 2 * k, 5 * k}
                                            : k == 2 ? std::vector<std::uint64_t>{1, 2, 5, 10}
                                                     : std::vector<std::uint64_t>{1, 2, 5};
  std::vector<readiness::GroupSizes> ranges;
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const std::uint64_t to = i + 1 < begins.size() ? begins[i + 1] - 1 : 0;
    ranges.push_back({.from = begins[i],
                      .to = to,
                      .before = persons_in(generalised.group_sizes_before, begins[i], to),
                      .after = persons_in(generalised.group_sizes_after, begins[i], to)});
  }
  return ranges;
}

// The share of the population that is in the release, above 0, at most 1.
std::optional<double> fraction_of(const readiness::Answers::Population& population, double persons) {
  std::optional<double> fraction = population.sampling_fraction;
  if (population.size && *population.size > 0.0) fraction = persons / *population.size;
  if (!fraction || *fraction <= 0.0 || persons == 0.0) return std::nullopt;
  return std::min(*fraction, 1.0);
}

// Sizes of the groups in the population, as large as the sample says.
double journalist(const std::vector<std::uint32_t>& sizes, double fraction) {
  std::vector<std::uint64_t> population;
  population.reserve(sizes.size());
  for (const std::uint32_t size : sizes) {
    population.push_back(
        std::max<std::uint64_t>(size, static_cast<std::uint64_t>(std::llround(size / fraction))));
  }
  return sizes.empty() ? 0.0 : risk::journalist_risk(sizes, population).highest;
}

std::optional<readiness::PopulationRisk> population_of(const Generalised& generalised,
                                                       const readiness::Answers& answers) {
  const auto persons = static_cast<double>(generalised.persons);
  const auto fraction = fraction_of(answers.population, persons);
  if (!fraction || generalised.identifiers.empty()) return std::nullopt;
  const auto before = risk::population_uniqueness(generalised.group_sizes_before, *fraction);
  const auto after = risk::population_uniqueness(generalised.group_sizes_after, *fraction);
  return readiness::PopulationRisk{.size = persons / *fraction,
                                   .fraction = *fraction,
                                   .unique_before = before.share,
                                   .unique_after = after.share,
                                   .model_before = std::string(to_string(before.model)),
                                   .model_after = std::string(to_string(after.model)),
                                   .journalist_before = journalist(generalised.group_sizes_before, *fraction),
                                   .journalist_after = journalist(generalised.group_sizes_after, *fraction)};
}

std::string name_shown(const QuasiIdentifier& identifier) {
  return identifier.listed ? identifier.name : std::string(k_own_name);
}

readiness::MeasureFacts shown_measure(const Measure& measure) {
  readiness::MeasureFacts shown{.limits = measure.limits,
                                .columns = {},
                                .policy_columns = {},
                                .promised = measure.promised,
                                .whole = figures_of(measure.whole)};
  for (const auto& [name, listed] : measure.columns)
    shown.columns.push_back(listed ? name : std::string(k_own_name));
  for (const auto& [name, listed] : measure.policy_columns)
    shown.policy_columns.push_back(listed ? name : "COLUMN");
  return shown;
}

}  // namespace

readiness::RiskFigures figures_of(const risk::SampleRisk& sample) {
  return {.uniques = sample.uniques,
          .below_k = sample.rows_below_k,
          .smallest_group = sample.smallest_class,
          .groups = sample.classes,
          .average = sample.average};
}

std::vector<std::string> names_of(const Generalised& generalised, const std::vector<std::size_t>& profiles) {
  std::vector<std::string> names;
  names.reserve(profiles.size());
  for (const std::size_t i : profiles) names.push_back(name_shown(generalised.identifiers[i]));
  return names;
}

readiness::RiskFacts risk_of(const Generalised& generalised, const readiness::Answers& answers,
                             std::uint32_t k) {
  readiness::RiskFacts facts{.persons = generalised.persons,
                             .suppressed = generalised.suppressed,
                             .reached = generalised.reached,
                             .proven = generalised.proven,
                             .loss = generalised.loss,
                             .before = figures_of(generalised.before),
                             .after = figures_of(generalised.after),
                             .whole = figures_of(generalised.whole),
                             .matches = {},
                             .wildcards = generalised.wildcards,
                             .identifiers = {},
                             .suppressed_cells = generalised.suppressed_cells,
                             .highest_before = generalised.before.highest,
                             .highest_after = generalised.after.highest,
                             .group_sizes = group_sizes(generalised, k),
                             .special_uniques = generalised.special_uniques,
                             .population = population_of(generalised, answers)};
  facts.in_rare_families = generalised.in_rare_families;
  facts.suppression_limit = generalised.suppression_limit;
  facts.removed = generalised.removed;
  if (generalised.matches) facts.matches = figures_of(*generalised.matches);
  for (const QuasiIdentifier& identifier : generalised.identifiers) {
    facts.identifiers.push_back({.name = name_shown(identifier),
                                 .level = identifier.level,
                                 .loss = identifier.loss,
                                 .uniques_added = identifier.uniques_added,
                                 .special_share = identifier.special_share});
  }
  for (const Measure& measure : generalised.measures) facts.measures.push_back(shown_measure(measure));
  for (const TradeOff& point : generalised.trade_offs) {
    facts.trade_offs.push_back({.k = point.k,
                                .loss = point.loss,
                                .average = point.average_risk,
                                .average_whole = point.average_whole,
                                .dropped = names_of(generalised, point.dropped),
                                .returned = names_of(generalised, point.returned),
                                .age_limits = point.age_limits});
  }
  for (const SensitiveRisk& column : generalised.sensitive) {
    facts.sensitive.push_back({.name = column.listed ? column.name : std::string(k_own_name),
                               .distinct = column.figures.distinct_l,
                               .entropy_l = column.figures.entropy_l,
                               .t_equal = column.figures.t_equal,
                               .t_ordered = column.figures.t_ordered,
                               .basic_beta = column.figures.basic_beta});
  }
  return facts;
}

namespace {

readiness::KeptFigures kept_figures(const KeptColumn& kept) {
  readiness::KeptFigures figures{.details = {},
                                 .same = kept.same,
                                 .reached = kept.reached,
                                 .after = figures_of(kept.after),
                                 .whole = figures_of(kept.whole)};
  for (const KeptDetail& detail : kept.details)
    figures.details.push_back({detail.listed ? detail.name : std::string(k_own_name), detail.level});
  return figures;
}

}  // namespace

std::vector<readiness::SpecialColumn> special_facts(const std::vector<SpecialColumn>& columns) {
  std::vector<readiness::SpecialColumn> facts;
  for (const SpecialColumn& column : columns) {
    readiness::SpecialColumn& fact = facts.emplace_back();
    fact.name = column.name;
    fact.standard = column.listed;
    fact.counted = column.counted;
    if (column.kept) fact.kept = kept_figures(*column.kept);
    if (column.with_ages) fact.with_ages = kept_figures(*column.with_ages);
  }
  return facts;
}

}  // namespace shareready
