#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "readiness/checks.hpp"
#include "readiness/decision.hpp"
#include "readiness/repository_match.hpp"
#include "readiness/rules.hpp"

// The parts of readiness.json that tell what was decided, and the rows of checks and questions.
namespace shareready::readiness {

// `basis`: measured, self-declared, none.
Json check_json(const Requirement& rule, const CheckOutcome& outcome, std::string_view basis,
                const std::string& version, const RuleTables& tables);

struct QuestionRow {
  Owner owner = Owner::researcher;
  std::string question, why, missing, next_step, severity, requirement;
};
Json question_json(const QuestionRow& row);

// Both readings side by side, each with its routes and the trace of every branch. `contradictions` are rows
// of requirement and sentence.
Json decision_json(const DecisionCase& situation, const Reading& strict, const Reading& liberal,
                   Json contradictions, const RuleTables& tables);

// missing, valid, other_release or refused, and what was declared; `own`: the reading that counts.
Json sign_off_json(const DecisionCase& situation, Interpretation own);

// In the order of the matches, each with every comparison.
Json repositories_json(const std::vector<RepositoryMatch>& matches);

}  // namespace shareready::readiness
