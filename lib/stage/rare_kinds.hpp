#pragma once

#include "base/result.hpp"
#include "readiness/inputs.hpp"
#include "stage/group_report.hpp"
#include "stage/group_run.hpp"

namespace shareready {

// Adds what the policy's leave_out_images would do against whoever knows which images each person has: the
// kinds that few persons have left out, and all that not everybody has; counted as the release made again, of
// up to k_most_persons_finely persons. None where somebody would have no image left. Errors: no_input (tables
// of share/).
Status count_rare_kinds(const ReportFacts& facts, readiness::RiskFacts& risk);

// A kind of the policy's leave_out_images that the whole input has nowhere, chosen persons or not, is a slip:
// what was to stay away would be shared. Errors (usage): there is one, named with the kinds that there are;
// io.
Status check_left_out_kinds(const GroupRun& run);

}  // namespace shareready
