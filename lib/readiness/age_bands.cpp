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
  const bool figures = !has_few_persons(inputs.risk, inputs.policy.k);
  Json rows{Json::Array{}};
  for (const AgeMergeFacts& merge : inputs.demographics.age_merges) {
    const bool told = figures && !merge.merged.empty();
    const std::uint64_t limit = told ? limit_below(merge.persons, inputs) : std::uint64_t{0};
    rows.push_back(object({{"ages", list_json(merge.ages)},
                           {"merged", merge.merged},
                           {"at_least", limit == 0 ? Json() : Json(limit)},
                           {"average", told ? Json(merge.average) : Json()},
                           {"average_whole", told ? Json(merge.average_whole) : Json()}}));
  }
  return rows;
}

std::vector<ShownAgeMerge> age_merges_of(const Json& rows) {
  std::vector<ShownAgeMerge> merges;
  for (const Json& row : rows.as_array()) {
    merges.push_back({.ages = names_in(row.at("ages")),
                      .merged = row.at("merged").as_string(),
                      .at_least = static_cast<std::uint64_t>(row.at("at_least").as_int()),
                      .measured = row.at("average").is_number(),
                      .average = row.at("average").as_double(),
                      .average_whole = row.at("average_whole").as_double()});
  }
  return merges;
}

std::vector<std::string> told_of_merge(const ShownAgeMerge& merge) {
  if (merge.merged.empty()) return {"too few persons have an older age that they could be merged with"};
  std::vector<std::string> parts{
      merge.at_least > 0
          ? fmt::format("with one age {} instead: {} persons or more have it", merge.merged, merge.at_least)
          : fmt::format("with one age {} instead", merge.merged)};
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
    parts.push_back("released ages that children under 16 can have: " + join(merge.ages, ", "));
    for (std::string& part : told_of_merge(merge)) parts.push_back(std::move(part));
  }
  if (facts.few_ages && !children_alone) {
    parts.push_back(
        fmt::format("some released ages are those of fewer than {} persons: the researcher finds them in "
                    "private/report/persons-at-risk.txt",
                    facts.fewest_told));
  }
  return parts;
}

}  // namespace shareready::readiness
