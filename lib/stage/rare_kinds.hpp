#pragma once

#include "base/result.hpp"
#include "readiness/inputs.hpp"
#include "stage/group_report.hpp"

namespace shareready {

// Adds what the policy's leave_out_images would do against whoever knows which images each person has: the
// kinds that few persons have left out, and all that not everybody has; counted as the release made again, of
// up to k_most_persons_finely persons. None where somebody would have no image left. Errors: no_input (tables
// of share/).
Status count_rare_kinds(const ReportFacts& facts, readiness::RiskFacts& risk);

}  // namespace shareready
