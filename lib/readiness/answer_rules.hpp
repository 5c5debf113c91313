#pragma once

#include "readiness/answer_checks.hpp"

// One function for each requirement that answers decide and that is more than a gate of the decision; the
// table in answer_checks.cpp says which is which.
namespace shareready::readiness {

// person_rules.cpp: law, key, population and foresight.
bool is_population_misdescribed(const DecisionCase& situation);  // as adults, and there are children
CheckOutcome officer_opinion(const AnswerView& view);
CheckOutcome key_list(const AnswerView& view);
CheckOutcome legal_basis(const AnswerView& view);
CheckOutcome risk_estimate(const AnswerView& view);
CheckOutcome foresight(const AnswerView& view);
CheckOutcome population(const AnswerView& view);
CheckOutcome known_elsewhere(const AnswerView& view);
CheckOutcome path(const AnswerView& view);
CheckOutcome officer_contact(const AnswerView& view);
CheckOutcome children_consent(const AnswerView& view);
CheckOutcome children_access(const AnswerView& view);

// extreme_rules.cpp: what a person says of the ends that the program counted.
CheckOutcome extremes_judged(const AnswerView& view);

// offer_rules.cpp: agreements, licence and repository.
CheckOutcome storage_place(const AnswerView& view);
CheckOutcome transfer_tool(const AnswerView& view);
CheckOutcome agreement_needed(const AnswerView& view);
CheckOutcome agreement_no_basis(const AnswerView& view);
CheckOutcome licence(const AnswerView& view);
CheckOutcome repository(std::string_view requirement, const AnswerView& view);

// alternatives.cpp: the ways without raw data.
CheckOutcome region_statistics(const AnswerView& view);
CheckOutcome group_maps(const AnswerView& view);
CheckOutcome synthetic_data(const AnswerView& view);
CheckOutcome network(std::string_view requirement, const AnswerView& view);

// The gates of one requirement as one outcome: what bears on the way wanted decides, what closes other ways
// only is to be looked at.
CheckOutcome gates_outcome(std::string_view requirement, const AnswerView& view);

inline CheckOutcome outcome(CheckStatus status, std::string observed, std::string threshold = {}) {
  return {status, std::move(observed), std::move(threshold), {}};
}
inline CheckOutcome unanswered(std::string observed, std::string threshold = {}) {
  return outcome(CheckStatus::needs_answer, std::move(observed), std::move(threshold));
}
inline CheckOutcome contradicted(std::string observed) {
  CheckOutcome failed = outcome(CheckStatus::fail, std::move(observed));
  failed.contradiction = true;
  return failed;
}

}  // namespace shareready::readiness
