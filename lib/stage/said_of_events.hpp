#pragma once

#include "base/result.hpp"
#include "stage/group_run.hpp"

namespace shareready {

// What the policy says of columns of events beyond letting them go would be ignored. Errors (usage): it does
// so of a column that events alone have, or lets go of onset or duration, which BIDS requires.
Status check_said_of_events(const GroupRun& run);

}  // namespace shareready
