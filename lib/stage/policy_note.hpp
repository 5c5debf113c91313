#pragma once

#include <optional>
#include <string>

#include "policy/policy.hpp"
#include "stage/private_folder.hpp"

namespace shareready {

// Notes the policy of a run under its hash, so that a later run can say in what it differs. Errors: io,
// cannot_create.
Status note_policy(const PrivateFolder& folder, const Policy& policy);

// The policy of a hash, where a run with this private folder noted it.
std::optional<Policy> noted_policy(const PrivateFolder& folder, const std::string& hash);

// In what `policy` differs from the policy of the hash; empty: that is not known.
std::string told_of_other_policy(const PrivateFolder& folder, const std::string& hash, const Policy& policy);

}  // namespace shareready
