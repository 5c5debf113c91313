#pragma once

#include <string_view>

#include "audit/finding.hpp"
#include "base/json.hpp"

namespace shareready {

// The findings as SARIF 2.1.0 (OASIS standard of 2020-03-27), for code hosts and CI. Fit to be shared: masked
// paths and excerpts only. A rule is a requirement; blocker, critical and major are errors, minor ones
// warnings, remarks notes; accepted findings are suppressed results with their reasons.
Json to_sarif(const Findings& findings, std::string_view version);

}  // namespace shareready
