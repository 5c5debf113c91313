#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "policy/policy.hpp"

namespace shareready {

// A member of the policy file, or one column of its member 'columns', that differs between two policies.
struct PolicyChange {
  std::string member;       // as in the policy file
  std::string column = {};  // of 'columns'
  Json before, after;       // null: not named

  friend bool operator==(const PolicyChange&, const PolicyChange&) = default;
};

// In the order of the canonical form.
std::vector<PolicyChange> policy_changes(const Policy& before, const Policy& after);

// "age_bands was [40], is []; columns.IQ was {"type": "free_text"}, is not named": for the terminal and the
// private folder, since columns are named.
std::string told_of_changes(const std::vector<PolicyChange>& changes);

// The option of the command line that sets this member too; "policy": none, the policy file alone does.
std::string option_of_member(std::string_view member);

// The members in which a policy differs from its preset: the shortest policy file that makes it. Errors:
// those of load_policy.
Result<Json> own_members(const Policy& policy);

}  // namespace shareready
