#pragma once

#include "base/json.hpp"
#include "readiness/inputs.hpp"
#include "readiness/rules.hpp"

namespace shareready::readiness {

// readiness.json of the shareable edition (share/readiness.schema.json): masked, counts of persons below k as
// '<k', the same bytes for the same inputs. Every requirement has exactly one check in it.
Json readiness_document(const ReadinessInputs& inputs, const RuleTables& tables);

}  // namespace shareready::readiness
