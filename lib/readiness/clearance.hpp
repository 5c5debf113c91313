#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

// Whether a published release may leave, by its report: what a notice beside the dataset says.
namespace shareready::readiness {

// No rule failed, and in the reading that counts nothing closes the way this release was prepared for and no
// answer to it is missing: advice, decision and the look at the images for this very release among them.
bool is_cleared(const Json& readiness);

// What the way this release was prepared for is bound to, in the reading that counts, as `conditions` of the
// way has it (requirement, sentence), each sentence once; without what is told beside it: advice and decision
// (R12), and that data are personal (R21). They point into the document.
struct WayBounds {
  std::vector<const Json*> to_keep;
  std::vector<const Json*> to_know;  // what a form does not name where the basis is not consent
};
WayBounds bounds_of(const Json& readiness);

// What stands beside a dataset that is not cleared, in English and Dutch; nothing in it comes from the data.
std::string clearance_notice(const Json& readiness);

}  // namespace shareready::readiness
