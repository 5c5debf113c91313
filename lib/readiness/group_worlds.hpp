#pragma once

#include <cstdint>
#include <vector>

#include "readiness/inputs.hpp"

// What a reader can work out of the groups of persons: the number of groups follows from the average chance,
// and limits what else can be.
namespace shareready::readiness {

// Groups of persons as counted.
struct GroupCounts {
  std::uint64_t groups = 0;
  std::uint64_t alone = 0;
  std::uint64_t below_k = 0;  // those who are alone among them
};

// How far they are told. Counts below `fewest`, but none, are told as such in any case.
struct GroupTelling {
  std::uint64_t persons = 0, k = 0, fewest = 0;
  std::vector<GroupSizes> rows = {};  // in `after`: persons in groups of a size; empty: not told
  std::uint64_t smallest = 0;         // persons in the smallest group; 0: there is none
  bool alone = true, below_k = true;
  bool alone_in_steps = false;  // where `alone` is not: as of step_of
  double step = 0.0;            // average chances are rounded up to multiples of it; 0: told as they are
};

// The average chance of a right link, as it is told.
double told_average(const GroupCounts& counts, const GroupTelling& telling);

// Whether the telling leaves open each number of few persons: those alone, below k but not alone, and not
// below k. Sizes of groups near the true ones are tried until one differs, so that what is said to
// be open is.
bool leaves_open(const GroupCounts& counts, const GroupTelling& telling);

// The least number of persons who are alone, or in groups smaller than k, with so many groups of persons.
std::uint64_t least_alone(std::uint64_t persons, std::uint64_t groups);
std::uint64_t least_below(std::uint64_t persons, std::uint64_t groups, std::uint64_t k);

}  // namespace shareready::readiness
