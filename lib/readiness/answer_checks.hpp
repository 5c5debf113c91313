#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "readiness/checks.hpp"
#include "readiness/decision.hpp"
#include "readiness/repository_match.hpp"

namespace shareready::readiness {

// What the checks that wait for answers look at: everything but the release itself.
struct AnswerView {
  const DecisionCase& situation;
  const Reading& own;  // under the reading of the institution, strict where none was named
  const std::vector<RepositoryMatch>& matches;
  const Repository* named;  // the repository in mind
  const std::vector<Alternative>& alternatives;
};

// Whether facts and answers decide this requirement; the others are measured in the release.
bool is_decided_by_answers(std::string_view requirement);

// The outcome of such a requirement.
CheckOutcome answer_outcome(std::string_view requirement, const AnswerView& view);

}  // namespace shareready::readiness
