#include "readiness/alternatives.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/counted.hpp"
#include "base/text.hpp"
#include "readiness/answer_rules.hpp"
#include "readiness/document_release.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

constexpr std::string_view k_synthetic = "R88";

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Whether the release holds anything that the tool works on.
bool serves(const Alternative& entry, const DatasetFacts& facts) {
  const std::vector<std::string> takes = split(entry.takes, ',');
  const bool tables = facts.region_tables > 0 || has(facts.data_categories, "demographics") ||
                      has(facts.data_categories, "questionnaires") ||
                      has(facts.data_categories, "clinical_data");
  return (has(takes, "images") && facts.images > 0) || (has(takes, "tables") && tables) ||
         (has(takes, "clinical") && has(facts.data_categories, "clinical_data"));
}

CheckOutcome by_data(const Alternative& entry) {
  return outcome(CheckStatus::not_applicable,
                 fmt::format("not suitable: the release holds nothing that {} works on", entry.name));
}

// The rules that close the analysis near the data in this reading, but for the one that asks for capacity and
// partners: a network answers that itself.
std::string closed_by(const Reading& reading) {
  std::vector<std::string> rules;
  const std::vector<RouteVerdict> verdicts = reading.verdicts();
  for (const TraceStep* step : verdicts.back().closed_by) {
    if (step->requirement != "R89" && !has(rules, step->requirement)) rules.push_back(step->requirement);
  }
  return join(rules, ", ");
}

CheckOutcome network_outcome(const Alternative& entry, const DecisionCase& situation,
                             const Reading& reading) {
  const Answers::Federated& federated = situation.answers.federated;
  if (!serves(entry, situation.facts)) return by_data(entry);
  if (!federated.capacity || !federated.partners)
    return unanswered("not said whether there are capacity and partners");
  if (!*federated.capacity)
    return outcome(CheckStatus::not_applicable, "not suitable: no capacity to run it near the data");
  if (!has(*federated.partners, entry.word))
    return outcome(CheckStatus::not_applicable, fmt::format("not suitable: no partner uses {}", entry.name));
  if (const std::string rules = closed_by(reading); !rules.empty())
    return outcome(CheckStatus::not_applicable,
                   fmt::format("not suitable: federated analysis is closed by {}", rules));
  return outcome(CheckStatus::pass,
                 fmt::format("suitable by the answers; to hand over: {}", entry.hand_over));
}

CheckOutcome synthetic_outcome(const Flag& model) {
  if (!model) return unanswered("not said whether there is a model of the signal");
  if (!*model)
    return outcome(CheckStatus::not_applicable, "no model of the signal: synthetic data would not serve");
  return outcome(CheckStatus::warn,
                 "possible; made from personal data, synthetic data need their own look at the risk");
}

CheckOutcome alternative_outcome(const Alternative& entry, const DecisionCase& situation,
                                 const Reading& reading) {
  if (entry.requirement != k_synthetic) return network_outcome(entry, situation, reading);
  if (!serves(entry, situation.facts)) return by_data(entry);
  return synthetic_outcome(situation.answers.forward_model);
}

std::string_view suitability(CheckStatus status) {
  switch (status) {
    case CheckStatus::pass:
    case CheckStatus::warn:
      return "suits";
    case CheckStatus::needs_answer:
      return "asks";
    case CheckStatus::not_applicable:
    case CheckStatus::unknown:
    case CheckStatus::fail:
      return "does_not_suit";
  }
  return "does_not_suit";
}

}  // namespace

CheckOutcome region_statistics(const AnswerView& view) {
  const DatasetFacts& facts = view.situation.facts;
  if (facts.region_tables > 0) {
    return outcome(CheckStatus::warn,
                   counted(facts.region_tables, "table of region statistics", "tables of region statistics") +
                       ": of single persons, treat them as personal data");
  }
  if (facts.derivatives_offered > 0) {
    return unanswered(
        "the input has derivatives that were not asked for: --derivatives looks for such tables");
  }
  return outcome(CheckStatus::not_applicable, "neither release nor input has such tables");
}

CheckOutcome group_maps(const AnswerView& view) {
  const DatasetFacts& facts = view.situation.facts;
  const std::string threshold = "maps of a group, in a template space, unthresholded, not binary";
  if (facts.group_maps == 0 && facts.other_maps == 0)
    return outcome(CheckStatus::not_applicable, "the release holds no statistical map", threshold);
  std::string observed = counted(facts.group_maps, "map passes", "maps pass") + " every test";
  if (facts.other_maps > 0)
    observed += fmt::format("; of one person, thresholded or in no template space: {}", facts.other_maps);
  return outcome(facts.other_maps == 0 ? CheckStatus::pass : CheckStatus::warn, observed, threshold);
}

CheckOutcome synthetic_data(const AnswerView& view) {
  return synthetic_outcome(view.situation.answers.forward_model);
}

CheckOutcome network(std::string_view requirement, const AnswerView& view) {
  const auto row = std::find_if(view.alternatives.begin(), view.alternatives.end(),
                                [&](const Alternative& entry) { return entry.requirement == requirement; });
  if (row == view.alternatives.end()) return outcome(CheckStatus::unknown, "not evaluated by this version");
  return network_outcome(*row, view.situation, view.own);
}

Json alternatives_json(const DecisionCase& situation, const Reading& reading,
                       const std::vector<Alternative>& alternatives) {
  Json rows{Json::Array{}};
  for (const Alternative& entry : alternatives) {
    const CheckOutcome found = alternative_outcome(entry, situation, reading);
    rows.push_back(object({{"requirement", entry.requirement},
                           {"kind", entry.requirement == k_synthetic ? "synthetic" : "federated"},
                           {"name", entry.name},
                           {"what", entry.what},
                           {"suits", suitability(found.status)},
                           {"why", found.observed},
                           {"needs", entry.needs},
                           {"hand_over", entry.hand_over},
                           {"next_step", entry.next_step},
                           {"source", entry.source},
                           {"confidence", entry.confidence},
                           {"checked", entry.checked}}));
  }
  return rows;
}

}  // namespace shareready::readiness
