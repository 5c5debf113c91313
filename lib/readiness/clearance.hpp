#pragma once

#include <string>

#include "base/json.hpp"

// Whether a published release may leave, by its report: what a notice beside the dataset says.
namespace shareready::readiness {

// No rule failed, and in the reading that counts nothing closes the way this release was prepared for and no
// answer to it is missing: advice, decision and the look at the images for this very release among them.
bool is_cleared(const Json& readiness);

// Whether the way this release was prepared for is open under conditions only, in the reading that counts.
bool has_conditions(const Json& readiness);

// What stands beside a dataset that is not cleared, in English and Dutch; nothing in it comes from the data.
std::string clearance_notice(const Json& readiness);

}  // namespace shareready::readiness
