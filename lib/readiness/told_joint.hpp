#pragma once

#include <initializer_list>
#include <optional>
#include <vector>

#include "base/json.hpp"
#include "readiness/inputs.hpp"
#include "readiness/told_counts.hpp"
#include "readiness/told_steps.hpp"

// Who is alone for somebody who knows more than one sort of what is released, told beside what is told of
// each. No chance is told of it: how many groups there are would follow.
namespace shareready::readiness {

// Those of JointFacts. Whoever is alone by part of it is alone by all of it.
struct ToldJoint {
  ToldCount files, details, described, columns, all;
  std::optional<ToldCount> sidecars = {}, devices = {}, events = {};  // by these contents alone
};

// Nothing where no files were counted, or no figure is told of so few persons.
std::optional<ToldJoint> told_joint(const ReadinessInputs& inputs);

// What the measures would leave to somebody who also knows which files there are, and what these say; in
// their order; empty as above.
struct ToldWithFiles {
  ToldCount files, all;
};
std::vector<ToldWithFiles> told_measures_with_files(const ReadinessInputs& inputs);

// Who is alone by these tables and more: in steps, or of three groups or fewer no more than follows.
ToldCount told_beside_tables(std::uint64_t alone, const ReadinessInputs& inputs, const ToldFigures& tables,
                             std::initializer_list<std::uint64_t> least_within);

bool are_few_groups(const ToldFigures& told, std::uint64_t persons);

// The member 'joint' of the risk, or null.
Json joint_json(const ReadinessInputs& inputs);

}  // namespace shareready::readiness
