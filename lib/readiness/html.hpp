#pragma once

#include <vector>

#include "base/json.hpp"
#include "readiness/deposit.hpp"

namespace shareready::readiness {

// The pages of the shareable report from readiness.json and nothing else: index.html, and where that would
// pass 5 MB the participants on pages beside it. No network, readable without JavaScript. All text of the
// document is escaped.
std::vector<ReportFile> render_html(const Json& readiness);

}  // namespace shareready::readiness
