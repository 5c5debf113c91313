#include "readiness/age_recipes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"
#include "readiness/leaving_out.hpp"
#include "readiness/policy_file.hpp"

namespace shareready::readiness {
namespace {

std::vector<std::string> names_in(const Json& list) {
  std::vector<std::string> words;
  for (const Json& word : list.as_array()) words.push_back(word.as_string());
  return words;
}

Json recipe_json(const AgeRecipeFacts& recipe, const ReadinessInputs& inputs) {
  const std::uint64_t k = inputs.policy.k;
  const bool told = !has_few_persons(inputs.risk, k);
  const ToldFigures after = told_recipe(recipe, inputs.risk, k);
  const ToldFigures whole = told_recipe_whole(recipe, inputs.risk, k);
  Json limits{Json::Array{}};
  for (const int limit : recipe.limits) limits.push_back(Json(std::int64_t{limit}));
  return object({{"limits", std::move(limits)},
                 {"ages", ages_between(recipe.limits)},
                 {"policy", new_policy(present_policy(inputs), members_of(recipe.limits, {}))},
                 {"reached", recipe.reached},
                 {"settled", recipe.settled},
                 {"below_k", told ? after.below_k : Json()},
                 {"suppressed", told ? count_json(recipe.suppressed, k) : Json()},
                 {"average", told ? Json(after.average) : Json()},
                 {"at_most", after.at_most},
                 {"average_whole", told ? Json(whole.average) : Json()},
                 {"whole_at_most", whole.at_most},
                 {"dropped", list_json(recipe.dropped)},
                 {"returned", list_json(recipe.returned)}});
}

// What bands do for groups and for ages that tell something.
std::string gained(const ShownAgeRecipe& recipe, std::uint64_t k) {
  if (recipe.reached && recipe.settled)
    return fmt::format("every group then has {} persons or more, and no age tells anything by itself", k);
  if (recipe.reached)
    return fmt::format(
        "every group then has {} persons or more, and some ages still tell something by themselves", k);
  return fmt::format(
      "no age then tells anything by itself, and persons in groups smaller than k = {} stay: {}", k,
      recipe.below_k);
}

}  // namespace

std::string ages_between(const std::vector<int>& limits) {
  std::string ages;
  int low = 0;
  for (const int limit : limits) {
    ages += fmt::format("{}-{}, ", low, limit - 1);
    low = limit;
  }
  return ages + fmt::format("{}+", low);
}

Json age_recipes_json(const ReadinessInputs& inputs) {
  Json rows{Json::Array{}};
  for (const AgeRecipeFacts& recipe : inputs.demographics.age_recipes)
    rows.push_back(recipe_json(recipe, inputs));
  return rows;
}

std::vector<ShownAgeRecipe> age_recipes_of(const Json& rows) {
  std::vector<ShownAgeRecipe> recipes;
  for (const Json& row : rows.as_array()) {
    recipes.push_back({.policy = row.at("policy").as_string(),
                       .ages = row.at("ages").as_string(),
                       .reached = row.at("reached").as_bool(),
                       .settled = row.at("settled").as_bool(),
                       .measured = row.at("average").is_number(),
                       .below_k = row.at("below_k").as_string(),
                       .suppressed = row.at("suppressed").as_string(),
                       .average = row.at("average").as_double(),
                       .average_whole = row.at("average_whole").as_double(),
                       .at_most = row.at("at_most").as_bool(),
                       .whole_at_most = row.at("whole_at_most").as_bool(),
                       .dropped = names_in(row.at("dropped")),
                       .returned = names_in(row.at("returned"))});
  }
  return recipes;
}

std::vector<std::string> told_by_ages(const DatasetFacts& facts, bool children_alone) {
  std::vector<std::string> parts;
  if (!facts.child_ages.empty())
    parts.push_back("released ages that children under 16 can have: " + join(facts.child_ages, ", "));
  if (facts.few_ages && !children_alone) {
    parts.push_back(fmt::format(
        "some released ages are those of fewer than {} persons: the researcher reads which in "
        "the first lines of private/report/persons-at-risk.txt and tells the privacy officer, who "
        "needs no file of private/",
        facts.fewest_told));
  }
  return parts;
}

std::string told_of_recipe(const ShownAgeRecipe& recipe, std::uint64_t k, double now) {
  constexpr double k_same = 0.0005;  // shown alike
  std::string words = fmt::format("{} makes the ages {}: {}.", recipe.policy, recipe.ages, gained(recipe, k));
  if (!recipe.measured) return words;
  words += fmt::format(
      " Average chance of a right link then: {} % by the details that are left, {} % with every column "
      "of the tables of persons known.",
      said_percent(recipe.average, recipe.at_most), said_percent(recipe.average_whole, recipe.whole_at_most));
  if (std::abs(recipe.average_whole - now) < k_same)
    words +=
        " The latter is as now: wider ages alone do not help against somebody who knows the other columns.";
  if (!recipe.suppressed.empty() && recipe.suppressed != "0")
    words += fmt::format(" For that, details of persons become n/a: {}.", recipe.suppressed);
  if (!recipe.dropped.empty()) words += fmt::format(" It would leave out: {}.", join(recipe.dropped, ", "));
  if (!recipe.returned.empty())
    words += fmt::format(" It would bring back: {}.", join(recipe.returned, ", "));
  return words;
}

std::string told_of_recipes(const DatasetFacts& facts) {
  std::string words;
  bool settled = false;
  for (const ShownAgeRecipe& recipe : facts.age_recipes) {
    words += " " + told_of_recipe(recipe, facts.risk.k, facts.risk.average_whole);
    settled = settled || recipe.settled;
  }
  if (facts.age_recipes.size() > 1)
    words +=
        " Named first are ages of which none tells anything by itself, then those that keep most detail in "
        "groups of k persons.";
  if (!settled) words += " No bands of ages were found with which none tells anything by itself.";
  return words;
}

}  // namespace shareready::readiness
