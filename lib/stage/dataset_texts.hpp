#pragma once

#include <string>
#include <string_view>

#include "base/licences.hpp"
#include "policy/policy.hpp"

namespace shareready {

// Whom a release by this preset is for.
Audience audience_of(Preset preset);

// README of the release: what was done to it, what binds whoever receives it, and what its users should know.
// `licence_file`: where the release states a licence or terms of its owners, empty: nowhere. Says nothing of
// the source.
std::string readme_text(const Policy& policy, bool moved_dates, std::string_view licence_file,
                        std::string_view version);

// CHANGES of the release (BIDS: CPAN changelog form).
std::string changes_text(std::string_view version);

}  // namespace shareready
