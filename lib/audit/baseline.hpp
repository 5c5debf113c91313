#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "audit/finding.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace shareready {

// Findings that somebody has looked at and takes, each with the reason; by the finding's id.
using Baseline = std::map<std::string, std::string>;

// Reads {"format": 1, "accepted": [{"id": "F0123456789ab", "reason": "..."}]}; entries without a reason
// accept nothing. Errors: no_input, bad_data (another form, an id twice).
Result<Baseline> read_baseline(const std::filesystem::path& file);

// False for labels, personal tokens, faces, and what could not be read (any of them may be in it): no reason
// makes these fit to be shared.
bool may_be_accepted(const Finding& finding);

// Writes the reasons into the findings, which stay listed. What the baseline cannot do (entries for what may
// not be accepted, entries that meet nothing) is added as remarks. Keeps the report order.
Findings accept_findings(Findings findings, const Baseline& baseline);

// A form with all findings that stop publishing and may be accepted, the reasons left empty.
Json baseline_form(const Findings& findings);

}  // namespace shareready
