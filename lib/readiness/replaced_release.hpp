#pragma once

#include <string>

#include "base/json.hpp"
#include "readiness/inputs.hpp"

namespace shareready::readiness {

// The member 'replaced' of the policy in readiness.json; null: no release stood in the place of this one.
Json replaced_json(const ReportPolicy& policy);

// What changed against the release that stood there, and who came, in sentences; empty where there was none.
std::string told_of_replaced_release(const Json& policy);

}  // namespace shareready::readiness
