#include "readiness/risk_sentence.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "readiness/age_recipes.hpp"
#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"
#include "readiness/leaving_out.hpp"
#include "readiness/told_joint.hpp"

namespace shareready::readiness {
namespace {

constexpr std::uint64_t k_small_study = 100;  // below it, groups of 5 seldom allow useful bands

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
      "details in the tables, {}; by these and all that sidecars say, {}; by every column of the tables of "
      "persons, {}; by their events tables and sidecars too, {}.",
      alone("details"), alone("described"), alone("columns"), alone("all"));
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

}  // namespace

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

}  // namespace shareready::readiness
