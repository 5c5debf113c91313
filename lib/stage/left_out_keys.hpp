#pragma once

#include "base/result.hpp"
#include "bids/inventory.hpp"
#include "stage/group_run.hpp"

namespace shareready {

// Whether the input has PET images, of whose sidecars BIDS requires more.
bool has_pet(const Inventory& inventory);

// A key of the policy's leave_out_keys that no sidecar of the whole input has, chosen persons or not, is a
// slip: what was to stay away would be shared; nor may one go that BIDS requires of PET where there
// is PET. Errors (usage): there is one; io.
Status check_left_out_keys(const GroupRun& run);

}  // namespace shareready
