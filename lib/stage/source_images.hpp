#pragma once

#include "bids/inventory.hpp"
#include "policy/plan.hpp"

namespace shareready {

// Adds an entry for every file of the selected participants and sessions whose path in sourcedata/ names them
// (sub-*, at any depth), in the order of their paths: DICOM files are to be cleaned, everything else stays
// behind. Reads the first bytes of each. Errors: io.
Status plan_source_images(const Inventory& inventory, Plan& plan);

}  // namespace shareready
