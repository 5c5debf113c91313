#pragma once

#include <string>
#include <string_view>

#include "policy/policy.hpp"

namespace shareready {

// README of the release: what was done to it and what its users should know. Says nothing of the source.
std::string readme_text(const Policy& policy, bool moved_dates, std::string_view version);

// CHANGES of the release (BIDS: CPAN changelog form).
std::string changes_text(std::string_view version);

}  // namespace shareready
