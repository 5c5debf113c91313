#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "readiness/age_recipes.hpp"
#include "readiness/checks.hpp"
#include "readiness/contents.hpp"
#include "readiness/document_release.hpp"
#include "readiness/leaving_out.hpp"
#include "readiness/told_counts.hpp"
#include "readiness/told_joint.hpp"

namespace shareready::readiness {
namespace {

constexpr std::uint64_t k_small_study = 100;  // below it, groups of 5 seldom allow useful bands

// What no figure can be said of: fewer persons than one group needs. '<5' would hide nothing beside them.
Json without_figures(Json json) {
  for (const char* figure : {"suppressed", "suppression_limit", "loss", "before", "after", "whole", "matches",
                             "suppressed_cells", "highest_before", "highest_after", "population"}) {
    json.set(figure, Json());
  }
  for (const char* list : {"group_sizes", "special_uniques", "trade_offs", "sensitive", "without", "measures",
                           "best_measures", "without_images"})
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

std::vector<std::string> names_at(const RiskFacts& risk, bool dropped) {
  std::vector<std::string> names;
  for (const ReportedIdentifier& identifier : risk.identifiers) {
    if ((identifier.level == "dropped") == dropped) {
      names.push_back(dropped ? identifier.name : fmt::format("{} ({})", identifier.name, identifier.level));
    }
  }
  return names;
}

std::string listed(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string reached_sentence(const RiskFacts& risk, std::uint64_t k) {
  std::string sentence =
      names_at(risk, false).empty()
          ? "No detail by which persons could be told apart is left in the tables."
          : fmt::format("Everybody shares the details in the tables with at least {} others.", k - 1);
  if (risk.wildcards && risk.matches) sentence += " A missing detail counts there as agreeing with any.";
  if (risk.suppressed > 0) {
    sentence += fmt::format(
        " For that, the details of {} persons became n/a, a group as the others; the limit is {:g} "
        "percent of all.",
        mask_count(risk.suppressed, k), 100.0 * risk.suppression_limit);
  }
  return sentence;
}

// A chance of other groups, which may be those of the release or of wider ages: then it is told as there.
ToldChance told_chance(double average, const ReadinessInputs& inputs) {
  constexpr double k_same = 1e-12;
  const RiskFacts& risk = inputs.risk;
  const std::uint64_t k = inputs.policy.k;
  const auto as_told = [](const ToldFigures& told) { return ToldChance{told.average, told.at_most}; };
  if (std::abs(average - risk.after.average) < k_same) return as_told(told_after(risk, k));
  if (std::abs(average - risk.whole.average) < k_same) return as_told(told_whole(risk, k));
  for (const AgeRecipeFacts& recipe : inputs.demographics.age_recipes) {
    if (std::abs(average - recipe.after.average) < k_same) return as_told(told_recipe(recipe, risk, k));
    if (std::abs(average - recipe.whole.average) < k_same) return as_told(told_recipe_whole(recipe, risk, k));
  }
  return told_alone(average, risk.persons);
}

// Recipes that give groups of k persons, as they are told.
std::vector<ShownAgeRecipe> reaching_recipes(const ReadinessInputs& inputs) {
  std::vector<ShownAgeRecipe> recipes = age_recipes_of(age_recipes_json(inputs));
  std::erase_if(recipes, [](const ShownAgeRecipe& one) { return !one.reached; });
  return recipes;
}

// What does not reach k, and which ages would.
std::string not_reached_lead(const ReadinessInputs& inputs) {
  const std::vector<ShownAgeRecipe> recipes = reaching_recipes(inputs);
  if (recipes.empty())
    return fmt::format("Groups of {} persons were not reached with details that are of use.",
                       inputs.policy.k);
  return fmt::format(
      "Groups of {} persons were not reached with the ages as they stand; with the ages {} they are.",
      inputs.policy.k, recipes.front().ages);
}

std::string not_reached_sentence(const ReadinessInputs& inputs) {
  const RiskFacts& risk = inputs.risk;
  const std::uint64_t k = inputs.policy.k;
  const ToldFigures told = told_after(risk, k);
  if (names_at(risk, false).empty()) {
    return fmt::format(
        "Groups of {} persons cannot be formed: the release has {} persons. All details were left out; "
        "whoever knows that a person took part can still guess which one they are.",
        k, mask_count(risk.persons, k));
  }
  const std::string who =
      is_everyone_unique(risk)
          ? std::string("Every person in the release is unique by them: nobody else has the same details.")
      : has_few_persons(risk, k)
          ? fmt::format("The release has fewer than {} persons.", fewest_told(k))
          : fmt::format("{} of the persons are in a group smaller than that, {} of them alone in theirs.",
                        told.below_k.as_string(), told.uniques.as_string());
  return fmt::format(
      "{} The coarsest useful details stay. {} Share the data under restricted access only, with an "
      "agreement that forbids looking for persons.",
      not_reached_lead(inputs), who);
}

// Wider ages with which groups have k persons, for who has to choose.
std::string recipe_sentence(const ReadinessInputs& inputs) {
  const std::vector<ShownAgeRecipe> recipes = reaching_recipes(inputs);
  if (recipes.empty()) return "";
  const ShownAgeRecipe& recipe = recipes.front();
  const bool missed = keeps_details(inputs.risk) && !inputs.risk.reached;
  const bool went = std::find(recipe.returned.begin(), recipe.returned.end(), "age") != recipe.returned.end();
  if (!missed && !went) return "";
  const std::string lead =
      missed ? fmt::format(" Groups of {} persons would cost: age as it stands, no column.", inputs.policy.k)
             : std::string(" Ages went, and wider ones could stay.");
  const std::string finer =
      recipes.size() == 1
          ? ""
          : fmt::format(
                " More detail stays with {}: the ages are then {}, and some still tell something by "
                "themselves.",
                recipes.back().policy, recipes.back().ages);
  return fmt::format("{} In a policy file {}{} The controller chooses.", lead,
                     told_of_recipe(recipe, inputs.policy.k, inputs.risk.whole.average), finer);
}

// What groups of k persons would cost, for who has to choose.
std::string cost_sentence(const ReadinessInputs& inputs) {
  const RiskFacts& risk = inputs.risk;
  const std::uint64_t k = inputs.policy.k;
  if (std::string recipe = recipe_sentence(inputs); !recipe.empty()) return recipe;
  const auto point = std::find_if(risk.trade_offs.begin(), risk.trade_offs.end(),
                                  [k](const TradeOffPoint& one) { return one.k >= k; });
  const bool told = keeps_details(risk) && !risk.reached && !has_few_persons(risk, k);
  if (!told || point == risk.trade_offs.end() || point->dropped.empty()) return "";
  const bool age = std::find(point->dropped.begin(), point->dropped.end(), "age") != point->dropped.end();
  return fmt::format(
      " Groups of {} persons would cost: {}. The average chance of a right link would then be {} % by the "
      "details that are left, {} % with every column of the tables of persons known; the controller "
      "chooses.{}{}",
      point->k, listed(point->dropped), said_percent(told_chance(point->average, inputs)),
      said_percent(told_chance(point->average_whole, inputs)),
      point->age_limits.empty() ? ""
                                : fmt::format(" Ages would then be: {}.", ages_between(point->age_limits)),
      age ? " Wider ages were tried first, with limits at every 10 years (at every 20 for more than 2,000 "
            "persons) or those of the policy: with none of them it costs less."
          : "");
}

// What is left to somebody who knows more than the details that were counted.
std::string whole_sentence(const ReadinessInputs& inputs) {
  const RiskFacts& risk = inputs.risk;
  const std::uint64_t k = inputs.policy.k;
  if (risk.whole.below_k <= risk.after.below_k) return "";
  const ToldFigures told = told_whole(risk, k);
  return fmt::format(
      " Somebody who knows the scores and every other column of the tables of persons too finds {} persons "
      "in groups "
      "smaller than k = {}, {} of them alone.{}{}",
      said_count(told.below_k), k, said_count(told.uniques),
      told_of_leaving_out(without_json(inputs), told.average),
      told_of_best_measures(best_measures_json(inputs)));
}

// The same of somebody who knows which images there are, and more.
std::string joint_sentence(const ReadinessInputs& inputs) {
  const Json joint = joint_json(inputs);
  if (!joint.is_object()) return "";
  const auto alone = [&](const char* by) { return said_count(joint.at(by).at("uniques")); };
  return fmt::format(
      " Which images, tables and recordings each person has tells more: whoever knows it finds alone, by the "
      "details in the tables, {}; by every column of the tables of persons, {}; by their events tables and "
      "sidecars too, {}.",
      alone("details"), alone("columns"), alone("all"));
}

std::string family_sentence(const RiskFacts& risk, std::uint64_t k) {
  if (risk.in_rare_families.value_or(0) == 0) return "";
  return fmt::format(
      " Somebody who knows the ages, sexes and other details of a whole family finds {} persons in families "
      "that "
      "fewer than {} persons (k = {}) live in alike: share the labels of families under an agreement only.",
      mask_count(*risk.in_rare_families, k), k, k);
}

std::string removed_sentence(const RiskFacts& risk, std::uint64_t k) {
  if (risk.removed == 0) return "";
  return fmt::format(" The tables of the source have rows of {} more persons, who are not in the release.",
                     mask_count(risk.removed, k));
}

std::string risk_sentence(const ReadinessInputs& inputs) {
  const RiskFacts& risk = inputs.risk;
  const std::uint64_t k = inputs.policy.k;
  const std::string rest =
      has_few_persons(risk, k)
          ? fmt::format(
                " Figures, and counts of values, are left out of this edition: of fewer than {} persons "
                "they would tell of single ones.",
                fewest_told(k))
          : cost_sentence(inputs) + whole_sentence(inputs) + joint_sentence(inputs) +
                family_sentence(risk, k) + removed_sentence(risk, k);
  if (risk.identifiers.empty()) {
    return "The tables hold no detail by which persons could be told apart." + rest;
  }
  std::string sentence = risk.reached ? reached_sentence(risk, k) : not_reached_sentence(inputs);
  const std::vector<std::string> kept = names_at(risk, false);
  const std::vector<std::string> dropped = names_at(risk, true);
  if (!kept.empty()) sentence += fmt::format(" Released: {}.", listed(kept));
  if (!dropped.empty()) sentence += fmt::format(" Left out: {}.", listed(dropped));
  const bool wider_ages =
      std::any_of(inputs.demographics.age_recipes.begin(), inputs.demographics.age_recipes.end(),
                  [](const AgeRecipeFacts& recipe) { return recipe.reached; });
  const bool tells_way = inputs.policy.preset != "restricted" && !wider_ages;  // out of it, and no nearer one
  if (risk.reached && risk.persons < k_small_study && !dropped.empty() && tells_way) {
    sentence += fmt::format(
        " In a study this small, useful details and groups of {0} persons seldom go together: more detail "
        "needs restricted access and smaller groups, k below {0}.",
        k);
  }
  if (!risk.proven)
    sentence += " A table that loses less may exist: that this one is the best is not proven.";
  return sentence + rest;
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
