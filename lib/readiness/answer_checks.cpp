#include "readiness/answer_checks.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "readiness/alternatives.hpp"
#include "readiness/answer_rules.hpp"
#include "readiness/decision_gates.hpp"

namespace shareready::readiness {
namespace {

struct Rule {
  std::string_view requirement;
  CheckOutcome (*decide)(const AnswerView&);
};

// Sorted by number. Gates of the decision need no row here; R67 to R83 and R90 to R94 are rows of tables.
constexpr std::array k_rules{
    Rule{"R1", jurisdiction},      Rule{"R2", officer_opinion},    Rule{"R6", key_list},
    Rule{"R7", legal_basis},       Rule{"R9", risk_estimate},      Rule{"R10", foresight},
    Rule{"R11", population},       Rule{"R15", known_elsewhere},   Rule{"R26", path},
    Rule{"R29", storage_place},    Rule{"R31", transfer_tool},     Rule{"R51", officer_contact},
    Rule{"R52", children_consent}, Rule{"R57", agreement_needed},  Rule{"R58", agreement_no_basis},
    Rule{"R61", licence},          Rule{"R86", region_statistics}, Rule{"R87", group_maps},
    Rule{"R88", synthetic_data},
};

int number_of(std::string_view requirement) {
  const std::string digits(requirement.substr(1));
  return is_digits(digits) && digits.size() <= 2 ? std::stoi(digits) : 0;
}

bool is_repository(std::string_view requirement) {
  const int number = number_of(requirement);
  return number >= 67 && number <= 83;
}

bool is_network(std::string_view requirement) {
  const int number = number_of(requirement);
  return number >= 90 && number <= 94;
}

// R28 is a gate too, but measured: the gate repeats what the release says.
bool is_gate(std::string_view requirement) {
  if (requirement == "R28") return false;
  for (const auto gates : {stop_gates(), consent_gates(), access_gates()}) {
    for (const Gate& gate : gates) {
      if (gate.requirement == requirement) return true;
    }
  }
  return false;
}

const Rule* rule_for(std::string_view requirement) {
  const auto* rule = std::find_if(k_rules.begin(), k_rules.end(),
                                  [&](const Rule& entry) { return entry.requirement == requirement; });
  return rule == k_rules.end() ? nullptr : rule;
}

CheckStatus status_of(const TraceStep& step, bool bears) {
  switch (step.ruling.effect) {
    case Effect::passes:
      return CheckStatus::pass;
    case Effect::does_not_apply:
      return CheckStatus::not_applicable;
    case Effect::condition:
      return CheckStatus::warn;
    case Effect::needs_answer:
      return CheckStatus::needs_answer;
    case Effect::closes:
      return bears ? CheckStatus::fail : CheckStatus::warn;
    case Effect::contradiction:
      return CheckStatus::fail;
  }
  return CheckStatus::fail;
}

bool bears_on(const TraceStep& step, Route route) {
  return std::find(step.routes.begin(), step.routes.end(), route) != step.routes.end();
}

// A pass outweighs 'does not apply', everything graver outweighs both.
CheckStatus graver(CheckStatus one, CheckStatus other) {
  const bool both_fine = one <= CheckStatus::not_applicable && other <= CheckStatus::not_applicable;
  return both_fine ? std::min(one, other) : std::max(one, other);
}

}  // namespace

CheckOutcome gates_outcome(std::string_view requirement, const AnswerView& view) {
  const Route wanted = wanted_route(view.situation.facts.preset);
  std::vector<const TraceStep*> own, others;
  for (const TraceStep& step : view.own.trace) {
    if (step.requirement != requirement) continue;
    const bool first = bears_on(step, wanted) || step.ruling.effect == Effect::contradiction;
    (first ? own : others).push_back(&step);
  }
  const bool bears = !own.empty();
  CheckOutcome found{.status = CheckStatus::not_applicable, .observed = {}, .threshold = {}, .evidence = {}};
  std::vector<std::string> sentences;
  for (const TraceStep* step : bears ? own : others) {
    found.status = graver(found.status, status_of(*step, bears));
    found.contradiction = found.contradiction || step->ruling.effect == Effect::contradiction;
  }
  for (const TraceStep* step : bears ? own : others) {
    const bool told = std::find(sentences.begin(), sentences.end(), step->ruling.sentence) != sentences.end();
    if (status_of(*step, bears) == found.status && !told) sentences.push_back(step->ruling.sentence);
  }
  found.observed = join(sentences, "; ");
  return found;
}

bool is_decided_by_answers(std::string_view requirement) {
  return rule_for(requirement) != nullptr || is_repository(requirement) || is_network(requirement) ||
         is_gate(requirement);
}

CheckOutcome answer_outcome(std::string_view requirement, const AnswerView& view) {
  if (const Rule* rule = rule_for(requirement)) return rule->decide(view);
  if (is_repository(requirement)) return repository(requirement, view);
  if (is_network(requirement)) return network(requirement, view);
  return gates_outcome(requirement, view);
}

}  // namespace shareready::readiness
