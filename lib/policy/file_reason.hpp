#pragma once

#include <string_view>

#include "bids/inventory.hpp"
#include "policy/face_table.hpp"
#include "policy/policy.hpp"

namespace shareready {

// The id of the reason (reasons.hpp) that decides on a file of this kind at its place, as if nothing were
// wrong with it or with what it describes. `kind` is the file's own, or for entries whose content cannot be
// used the one that their name says.
std::string_view file_reason(const InventoryFile& file, FileKind kind, const Policy& policy,
                             const FaceTable& faces);

}  // namespace shareready
