#pragma once

#include <string>

#include "base/json.hpp"
#include "readiness/decision.hpp"
#include "readiness/rules.hpp"

// What a next step says and has typed: its row of the table, and what this release adds to it.
namespace shareready::readiness {

std::string step_text(const Advice& step, const Json& document, const DecisionCase& situation);

// What to type, and the repository in mind by its name.
std::string command_of(const Advice& step, const Json& document, const DecisionCase& situation,
                       const RuleTables& tables);

// The way this release was prepared for is closed, and a narrower one for images is not.
bool needs_other_preset(const Json& document);

// The repository that was chosen does not take the release.
bool is_choice_rejected(const Json& document);

}  // namespace shareready::readiness
