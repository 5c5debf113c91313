#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

// Policy files that the report prints: whole ones, since whoever types a part of one loses the rest.
namespace shareready::readiness {

struct ReadinessInputs;

// The members with others added: a column of 'columns' by its name, all else in the place of the old.
Json with_members(Json policy, const Json& added);

// On one line, with a space behind each comma and colon.
std::string policy_text(const Json& policy);

// {"age_bands": [40]}, {"columns": {"IQ": {"type": "free_text"}}}, or both.
Json members_of(const std::vector<int>& limits, const std::vector<std::string>& columns,
                const char* type = "free_text");

// The member 'file' of the policy in readiness.json: what the policy file of this release holds, empty where
// there is none, null where it names what may not be told.
Json present_policy(const ReadinessInputs& inputs);

// The whole file with what is added. Where the present one may not be told, "..." stands for it: no JSON, so
// that nobody takes it for a whole file.
std::string new_policy(const Json& present, const Json& added);

// For a step that shows what a policy file may hold: that the file of this release stays besides, in
// sentences with a space before; empty where it has none.
std::string told_of_present_policy(const Json& present);

// For tables of policies: that they hold the file of this release, or what stands for it.
std::string told_of_whole_policies(const Json& present);

}  // namespace shareready::readiness
