#include "readiness/answer_checks.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "readiness/alternatives.hpp"
#include "readiness/answer_rules.hpp"
#include "readiness/decision_gates.hpp"

namespace shareready::readiness {
namespace {

struct AnswerRule {
  std::string_view requirement;
  CheckOutcome (*decide)(const AnswerView&);
};

// Sorted by number. Gates of the decision need no row here; R67 to R83 and R90 to R94 are rows of tables.
constexpr std::array k_answer_rules{
    AnswerRule{"R2", officer_opinion},   AnswerRule{"R6", key_list},
    AnswerRule{"R7", legal_basis},       AnswerRule{"R9", risk_estimate},
    AnswerRule{"R10", foresight},        AnswerRule{"R11", population},
    AnswerRule{"R15", known_elsewhere},  AnswerRule{"R26", path},
    AnswerRule{"R29", storage_place},    AnswerRule{"R31", transfer_tool},
    AnswerRule{"R41", extremes_judged},  AnswerRule{"R51", officer_contact},
    AnswerRule{"R52", children_consent}, AnswerRule{"R53", children_access},
    AnswerRule{"R57", agreement_needed}, AnswerRule{"R58", agreement_no_basis},
    AnswerRule{"R61", licence},          AnswerRule{"R86", region_statistics},
    AnswerRule{"R87", group_maps},       AnswerRule{"R88", synthetic_data},
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

// R14 and R28 are gates too, but measured: the gates add what a person says, or repeat what the release says.
bool is_gate(std::string_view requirement) {
  if (requirement == "R14" || requirement == "R28") return false;
  for (const auto gates :
       {stop_gates(), people_gates(), consent_gates(), access_gates(), agreement_gates()}) {
    for (const Gate& gate : gates) {
      if (gate.requirement == requirement) return true;
    }
  }
  return false;
}

const AnswerRule* rule_for(std::string_view requirement) {
  const auto* rule = std::find_if(k_answer_rules.begin(), k_answer_rules.end(),
                                  [&](const AnswerRule& entry) { return entry.requirement == requirement; });
  return rule == k_answer_rules.end() ? nullptr : rule;
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

bool concerns(const TraceStep& step, Route route) {
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
    const bool first = concerns(step, wanted) || step.ruling.effect == Effect::contradiction;
    (first ? own : others).push_back(&step);
  }
  const bool bears = !own.empty();
  if (!bears && wanted == Route::open_to_all && (requirement == "R59" || requirement == "R60")) {
    return {.status = CheckStatus::not_applicable,
            .observed = "with public data nobody signs an agreement",
            .threshold = {},
            .evidence = {}};
  }
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
  if (const AnswerRule* rule = rule_for(requirement)) return rule->decide(view);
  if (is_repository(requirement)) return repository(requirement, view);
  if (is_network(requirement)) return network(requirement, view);
  return gates_outcome(requirement, view);
}

}  // namespace shareready::readiness
