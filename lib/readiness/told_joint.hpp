#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "readiness/inputs.hpp"
#include "readiness/told_counts.hpp"

// Who is alone for somebody who knows more than one sort of what is released, told beside what is told of
// each.
namespace shareready::readiness {

// Those of JointFacts. Whoever is alone by part of it is alone by all of it.
struct ToldJoint {
  ToldFigures files, details, columns, all;
};

// Nothing where no files were counted, or no figure is told of so few persons.
std::optional<ToldJoint> told_joint(const ReadinessInputs& inputs);

// What the measures would leave to somebody who also knows which files there are, in their order; empty as
// above.
std::vector<ToldFigures> told_measures_with_files(const ReadinessInputs& inputs);

// The member 'without_images': what leaving out kinds of image would leave alone.
Json without_images_json(const ReadinessInputs& inputs);

// The same in a sentence for each that helps, with a space before it; `risk`: the member of readiness.json.
std::string told_of_without_images(const Json& risk);

// The member 'joint' of the risk, or null.
Json joint_json(const ReadinessInputs& inputs);

// The member 'joint' of a measure, or of one of the above.
Json alone_json(const ToldFigures& told);

}  // namespace shareready::readiness
