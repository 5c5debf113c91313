#pragma once

#include <string_view>
#include <vector>

#include "policy/policy.hpp"
#include "stage/file_step.hpp"

namespace shareready {

// The action of files that are not in the input.
inline constexpr std::string_view k_action_generate = "generate";

// Says in each staged image's own sidecar what was done to it (DeidentificationMethod of defaced images;
// SkullStripped false in the derivative layout). An image without a sidecar of its own gets one: a second
// file at a higher level that applies to the same image is not allowed by BIDS. Errors: cannot_create, io.
Status note_deidentification(const Policy& policy, std::string_view version, const StepFolders& folders,
                             std::vector<FileOutcome>& outcomes);

}  // namespace shareready
