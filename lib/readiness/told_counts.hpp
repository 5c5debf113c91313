#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "base/json.hpp"
#include "readiness/inputs.hpp"

// Counts of persons that contain one another, told so that no number of few persons follows by subtraction.
namespace shareready::readiness {

// The counts that are told of one set of persons. Each adds to what the others tell, so the gravest go first.
class ToldCounts {
 public:
  ToldCounts(std::uint64_t persons, std::uint64_t fewest) : fewest_(fewest), told_{0, persons} {}
  // Tells a count of persons who contain those of lower counts and are among those of higher ones; false,
  // and nothing is told, where it would leave between 1 and `fewest` - 1 persons beside its neighbours.
  bool tell(std::uint64_t persons);

 private:
  std::uint64_t fewest_;
  std::set<std::uint64_t> told_;
};

// The rows of group sizes with those next to each other as one, until neither of their counts is one of few
// persons: below k first, so that the limit stays to be seen where it can.
std::vector<GroupSizes> told_sizes(const RiskFacts& risk, std::uint64_t k);

// The row of `rows` whose number of released persons is not told, as the sum would give that of few persons
// whose details became n/a; past the end: all are.
std::size_t untold_row(const std::vector<GroupSizes>& rows, const RiskFacts& risk, std::uint64_t k);

// Persons alone and persons in groups below k, beside what the rows tell: the number, '<5' of fewer, '5+'
// where the number would give another away.
struct ToldFigures {
  Json uniques, below_k;
};
ToldFigures told_figures(const RiskFigures& figures, ToldCounts counts, std::uint64_t k);

// What the rows of group sizes tell, in the source or in the release.
ToldCounts told_by_sizes(const RiskFacts& risk, std::uint64_t k, bool after);

}  // namespace shareready::readiness
