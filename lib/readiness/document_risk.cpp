#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "readiness/age_recipes.hpp"
#include "readiness/checks.hpp"
#include "readiness/contents.hpp"
#include "readiness/document_release.hpp"
#include "readiness/leaving_files.hpp"
#include "readiness/leaving_out.hpp"
#include "readiness/risk_sentence.hpp"
#include "readiness/told_counts.hpp"
#include "readiness/told_joint.hpp"

namespace shareready::readiness {
namespace {

// What no figure can be said of: fewer persons than one group needs. '<5' would hide nothing beside them.
Json without_figures(Json json) {
  for (const char* figure :
       {"suppressed", "suppression_limit", "loss", "before", "after", "whole", "matches", "suppressed_cells",
        "highest_before", "highest_after", "population", "without_persons"}) {
    json.set(figure, Json());
  }
  for (const char* list : {"group_sizes", "special_uniques", "trade_offs", "sensitive", "without", "measures",
                           "best_measures", "without_images", "without_keys"})
    json.set(list, Json(Json::Array{}));
  for (Json& identifier : json.find("identifiers")->array()) {
    for (const char* figure : {"loss", "uniques_added", "special_share"}) identifier.set(figure, Json());
  }
  return json;
}

Json figures_json(ToldFigures told) {
  return object({{"uniques", std::move(told.uniques)},
                 {"below_k", std::move(told.below_k)},
                 {"smallest_group", std::move(told.smallest)},
                 {"groups", std::move(told.groups)},
                 {"average", told.average},
                 {"at_most", told.at_most}});
}

Json matches_json(const std::optional<RiskFigures>& matches, std::uint64_t persons, std::uint64_t k) {
  if (!matches) return {};
  Json json = figures_json(told_matches(*matches, persons, k));
  json.erase("groups");
  return json;
}

// The chance for whoever is in the smallest group tells how many are in it.
Json highest_json(double highest, const RiskFigures& figures, std::uint64_t k) {
  return figures.smallest_group > 0 && figures.smallest_group < fewest_told(k) ? Json() : Json(highest);
}

Json group_sizes_json(const RiskFacts& risk, std::uint64_t k) {
  Json rows{Json::Array{}};
  for (const GroupSizes& sizes : told_sizes(risk, k)) {
    rows.push_back(object({{"from", sizes.from},
                           {"to", sizes.to == 0 ? Json() : Json(sizes.to)},
                           {"before", count_json(sizes.before, k)},
                           {"after", count_json(sizes.after, k)}}));
  }
  return rows;
}

// Of smaller groups that would bring a column back nothing is told: next to the release's own row it would
// say how many persons that column, which nobody receives, sets apart.
Json trade_offs_json(const ReadinessInputs& inputs) {
  const RiskFacts& risk = inputs.risk;
  const std::uint64_t k = inputs.policy.k;
  Json rows{Json::Array{}};
  for (const TradeOffPoint& point : risk.trade_offs) {
    if (point.k < k && !point.returned.empty()) continue;
    const ToldChance details = told_chance(point.average, inputs);
    const ToldChance whole = told_chance(point.average_whole, inputs);
    rows.push_back(
        object({{"k", point.k},
                {"loss", point.loss},
                {"average", details.average},
                {"at_most", details.at_most},
                {"average_whole", whole.average},
                {"whole_at_most", whole.at_most},
                {"dropped", list_json(point.dropped)},
                {"returned", list_json(point.returned)},
                {"ages", point.age_limits.empty() ? Json() : Json(ages_between(point.age_limits))}}));
  }
  return rows;
}

// Beside a number of few persons no other is told: those alone in the source, who are their sum, are told
// too.
Json special_uniques_json(const RiskFacts& risk, std::uint64_t k) {
  const std::uint64_t fewest = fewest_told(k);
  const auto is_few = [fewest](std::uint64_t count) { return count > 0 && count < fewest; };
  const bool any_few = std::any_of(risk.special_uniques.begin(), risk.special_uniques.end(), is_few);
  Json rows{Json::Array{}};
  for (std::size_t i = 0; i < risk.special_uniques.size(); ++i) {
    const std::uint64_t count = risk.special_uniques[i];
    Json told = any_few && count >= fewest ? Json(fmt::format("{}+", fewest)) : count_json(count, k);
    rows.push_back(object({{"details", std::uint64_t{i + 1}}, {"count", std::move(told)}}));
  }
  return rows;
}

// Those alone only with a detail are among all who are alone in the source.
Json added_json(const ReportedIdentifier& identifier, const RiskFacts& risk, std::uint64_t k) {
  ToldCounts counts(risk.persons, fewest_told(k));
  const Json alone = told_before(risk, k).uniques;
  if (alone.is_number()) counts.tell(static_cast<std::uint64_t>(alone.as_int()));
  return told_among(identifier.uniques_added, counts, k);
}

// The parts that details have in singling out are fractions of few numbers: exact ones give back the numbers
// of persons that are not told.
Json special_share_json(const ReportedIdentifier& identifier, const RiskFacts& risk, std::uint64_t k) {
  constexpr double k_step = 0.05;
  const bool few = std::any_of(risk.special_uniques.begin(), risk.special_uniques.end(),
                               [&](std::uint64_t count) { return count > 0 && count < fewest_told(k); });
  if (few) return {};
  return std::min(1.0, std::ceil(identifier.special_share / k_step - 1e-9) * k_step);
}

Json sensitive_json(const RiskFacts& risk) {
  Json rows{Json::Array{}};
  for (const SensitiveFacts& column : risk.sensitive) {
    rows.push_back(object({{"name", column.name},
                           {"distinct", column.distinct},
                           {"entropy_l", column.entropy_l},
                           {"t_equal", column.t_equal},
                           {"t_ordered", column.t_ordered},
                           {"basic_beta", column.basic_beta}}));
  }
  return rows;
}

Json population_json(const std::optional<PopulationRisk>& population) {
  if (!population) return {};
  return object({{"size", population->size},
                 {"fraction", population->fraction},
                 {"unique_before", population->unique_before},
                 {"unique_after", population->unique_after},
                 {"model_before", population->model_before},
                 {"model_after", population->model_after},
                 {"journalist_before", population->journalist_before},
                 {"journalist_after", population->journalist_after}});
}

}  // namespace

Json risk_json(const ReadinessInputs& inputs) {
  const RiskFacts& risk = inputs.risk;
  const std::uint64_t k = inputs.policy.k;
  Json identifiers{Json::Array{}};
  for (const ReportedIdentifier& identifier : risk.identifiers) {
    identifiers.push_back(object({{"name", identifier.name},
                                  {"level", identifier.level},
                                  {"loss", identifier.loss},
                                  {"uniques_added", added_json(identifier, risk, k)},
                                  {"special_share", special_share_json(identifier, risk, k)}}));
  }
  Json json = object({{"sentence", risk_sentence(inputs)},
                      {"persons", count_json(risk.persons, k)},
                      {"suppressed", count_json(risk.suppressed, k)},
                      {"suppression_limit", risk.suppression_limit},
                      {"removed", count_json(risk.removed, k)},
                      {"reached", risk.reached},
                      {"figures_left_out", has_few_persons(risk, k)},
                      {"everyone_unique", is_everyone_unique(risk)},
                      {"proven", risk.proven},
                      {"loss", risk.loss},
                      {"before", figures_json(told_before(risk, k))},
                      {"after", figures_json(told_after(risk, k))},
                      {"whole", figures_json(told_whole(risk, k))},
                      {"without", without_json(inputs)},
                      {"contents", contents_json(inputs)},
                      {"joint", joint_json(inputs)},
                      {"without_images", without_images_json(inputs)},
                      {"without_keys", without_keys_json(inputs)},
                      {"without_persons", without_persons_json(inputs)},
                      {"measures", measures_json(inputs)},
                      {"best_measures", best_measures_json(inputs)},
                      {"matches", matches_json(risk.matches, risk.persons, k)},
                      {"missing_values", risk.wildcards ? "wildcard" : "category"},
                      {"identifiers", std::move(identifiers)},
                      {"suppressed_cells", count_json(risk.suppressed_cells, k)},
                      {"highest_before", highest_json(risk.highest_before, risk.before, k)},
                      {"highest_after", highest_json(risk.highest_after, risk.after, k)},
                      {"group_sizes", group_sizes_json(risk, k)},
                      {"special_uniques", special_uniques_json(risk, k)},
                      {"trade_offs", trade_offs_json(inputs)},
                      {"sensitive", sensitive_json(risk)},
                      {"population", population_json(risk.population)}});
  if (has_few_persons(risk, k)) return without_figures(std::move(json));
  if (risk.in_rare_families) json.set("in_rare_families", count_json(*risk.in_rare_families, k));
  return json;
}

}  // namespace shareready::readiness
