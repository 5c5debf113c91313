#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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

// The same of a release without some files or keys of sidecars; none where it is of too many persons.
std::optional<readiness::JointFacts> joint_without(const JointKnowledge& known,
                                                   const ContentGroups::LeftOut& left_out, std::uint32_t k);

// Adds what leaving out keys of sidecars would do, with the policy's leave_out_keys: those that name the
// device, and these with each by which alone somebody is like nobody else; none that has to stay. `of_pet`:
// there are PET images.
void count_telling_keys(const JointKnowledge& known, bool of_pet, std::uint32_t k,
                        readiness::RiskFacts& risk);

// Who is alone by what is released of them beside their tables, and with these, by source label and by what:
// for private/report only.
std::string alone_listing(const JointKnowledge& known);

}  // namespace shareready
