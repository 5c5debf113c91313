#include "readiness/age_bands.hpp"

#include <fmt/format.h>

#include <array>

#include "base/text.hpp"
#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"

namespace shareready::readiness {
namespace {

// A round limit below the number of persons, so low that nobody can take it from all of them and learn of few
// others; 0 where there is none.
std::uint64_t limit_below(std::uint64_t persons, const ReadinessInputs& inputs) {
  constexpr std::array<std::uint64_t, 5> k_limits{100, 50, 20, 11, 5};
  const std::uint64_t fewest = fewest_told(inputs.policy.k);
  for (const std::uint64_t limit : k_limits) {
    if (limit >= fewest && limit <= persons && limit + fewest <= inputs.risk.persons) return limit;
  }
  return 0;
}

std::vector<std::string> names_in(const Json& list) {
  std::vector<std::string> words;
  for (const Json& word : list.as_array()) words.push_back(word.as_string());
  return words;
}

}  // namespace

Json age_merges_json(const ReadinessInputs& inputs) {
  const std::uint64_t fewest = fewest_told(inputs.policy.k);
  const bool figures = !has_few_persons(inputs.risk, inputs.policy.k);
  Json rows{Json::Array{}};
  for (const AgeMergeFacts& merge : inputs.demographics.age_merges) {
    const bool told = figures && !merge.merged.empty();
    // Where children are alone or nearly, their number would be told.
    const std::uint64_t limit =
        told && !merge.tells_children ? limit_below(merge.persons, inputs) : std::uint64_t{0};
    rows.push_back(object({{"children", list_json(merge.children)},
                           {"few", list_json(merge.few)},
                           {"merged", merge.merged},
                           {"at_least", limit == 0 ? Json() : Json(limit)},
                           {"few_after", !merge.merged.empty() && merge.persons < fewest},
                           {"tells_children", merge.tells_children},
                           {"average", told ? Json(merge.average) : Json()},
                           {"average_whole", told ? Json(merge.average_whole) : Json()}}));
  }
  return rows;
}

std::vector<ShownAgeMerge> age_merges_of(const Json& rows) {
  std::vector<ShownAgeMerge> merges;
  for (const Json& row : rows.as_array()) {
    merges.push_back({.children = names_in(row.at("children")),
                      .few = names_in(row.at("few")),
                      .merged = row.at("merged").as_string(),
                      .at_least = static_cast<std::uint64_t>(row.at("at_least").as_int()),
                      .few_after = row.at("few_after").as_bool(),
                      .tells_children = row.at("tells_children").as_bool(),
                      .measured = row.at("average").is_number(),
                      .average = row.at("average").as_double(),
                      .average_whole = row.at("average_whole").as_double()});
  }
  return merges;
}

std::vector<std::string> told_of_merge(const ShownAgeMerge& merge, std::uint64_t fewest) {
  if (merge.merged.empty()) return {"no other age is released that they could be merged with"};
  std::vector<std::string> parts{
      merge.few_after
          ? fmt::format("with one age {} instead: fewer than {} persons have it still", merge.merged, fewest)
      : merge.at_least > 0
          ? fmt::format("with one age {} instead: {} persons or more have it", merge.merged, merge.at_least)
          : fmt::format("with one age {} instead", merge.merged)};
  if (merge.tells_children)
    parts.emplace_back("it would still be that of children alone, or nearly alone");
  else if (!merge.children.empty())
    parts.emplace_back("it would no longer tell who is a child");
  if (merge.measured) {
    parts.push_back(
        fmt::format("average chance of a right link then: {:.3g} % by these details, {:.3g} % with every "
                    "released column known",
                    100.0 * merge.average, 100.0 * merge.average_whole));
  }
  return parts;
}

std::vector<std::string> told_by_ages(const DatasetFacts& facts, bool children_alone) {
  std::vector<std::string> parts;
  for (const ShownAgeMerge& merge : facts.age_merges) {
    if (children_alone && merge.children.empty()) continue;
    if (!merge.children.empty())
      parts.push_back("released ages of children under 16 alone: " + join(merge.children, ", "));
    if (!merge.few.empty() && !children_alone)
      parts.push_back(fmt::format("released ages that fewer than {} persons have: {}", facts.fewest_told,
                                  join(merge.few, ", ")));
    for (std::string& part : told_of_merge(merge, facts.fewest_told)) parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace shareready::readiness
