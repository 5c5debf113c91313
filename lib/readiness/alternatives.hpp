#pragma once

#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "readiness/answer_checks.hpp"
#include "readiness/decision.hpp"
#include "readiness/deposit_tables.hpp"

// Ways to share results without raw data: derived data, synthetic data and federated analysis.
namespace shareready::readiness {

// R90 to R94: whether a network suits, by the answers, by what the release holds, and by whether the rules
// leave an analysis by others open.
CheckOutcome network(std::string_view requirement, const AnswerView& view);

// The member 'alternatives' of readiness.json: each tool and network with what it needs, whether it suits and
// why, what to hand over and what to do first.
Json alternatives_json(const DecisionCase& situation, const Reading& reading,
                       const std::vector<Alternative>& alternatives);

}  // namespace shareready::readiness
