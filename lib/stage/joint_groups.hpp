#pragma once

#include <cstdint>

#include "deid/generalise.hpp"
#include "deid/labels.hpp"
#include "readiness/inputs.hpp"
#include "stage/content_groups.hpp"

namespace shareready {

struct JointKnowledge {
  const ContentGroups* contents = nullptr;
  const LabelMap* labels = nullptr;
  const Generalised* generalised = nullptr;  // its persons are those of the labels
};

// Adds who is alone for somebody who knows tables of persons together with which files there are, and with
// all that these tell; of each measure too, in its order.
void count_joint(const JointKnowledge& known, std::uint32_t k, readiness::RiskFacts& risk);

}  // namespace shareready
