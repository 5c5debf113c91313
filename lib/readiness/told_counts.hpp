#pragma once

#include <cstdint>
#include <optional>
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

// Figures of groups as they are told: a count is the number, '<5' of fewer, or '16+' where the number would
// give another away: no more than follows from the number of groups, which follows from the average chance.
// Where even that chance gives a number of few persons away, it is rounded up and no number of groups told.
struct ToldFigures {
  Json uniques, below_k, groups, smallest;
  double average = 0.0;
  bool at_most = false;  // it was rounded up
};

struct ToldOf {
  std::uint64_t persons = 0, k = 0;
  std::vector<GroupSizes> rows = {};  // told beside, in `after`
  std::uint64_t smallest = 0;         // persons in the smallest group, if it is told
  bool alone_first = false;           // those alone are to be told rather than those below k
};
ToldFigures told_figures(const RiskFigures& figures, const ToldOf& of);

// Figures of the source, of the release, and of it to somebody who knows every released column.
ToldFigures told_before(const RiskFacts& risk, std::uint64_t k);
ToldFigures told_after(const RiskFacts& risk, std::uint64_t k);
ToldFigures told_whole(const RiskFacts& risk, std::uint64_t k);

// What the measures would leave to somebody who knows every column, in their order. Where nothing is chosen
// anew, those alone with one measure are among those who are alone without it: nor do differences of the two
// tell of few persons.
std::vector<ToldFigures> told_measures(const RiskFacts& risk, std::uint64_t k);

// Figures of groups beside coarser or finer ones that are told: the same groups are told alike, and where
// what is told of both would tell of few persons, those alone as no more than follows from the number of
// groups.
struct GroupsTold {
  const RiskFigures* figures = nullptr;
  ToldFigures told;
};
ToldFigures told_beside(const RiskFigures& figures, const std::vector<GroupsTold>& others, const ToldOf& of);

// Whether what is told of both tells of few persons: by the difference of those alone, or since so few groups
// became one that those alone can be worked out.
bool tells_beside(const RiskFigures& finer, const RiskFigures& coarser, std::uint64_t fewest);

// Whether one measure is the other, or more on top of it.
bool contains_measure(const MeasureFacts& measure, const MeasureFacts& part);

// Measures that are made of fewer parts first.
std::vector<std::size_t> order_of_parts(const std::vector<MeasureFacts>& measures);

// A release with other ages, by the details and to somebody who knows every released column.
ToldFigures told_recipe(const AgeRecipeFacts& recipe, const RiskFacts& risk, std::uint64_t k);
ToldFigures told_recipe_whole(const AgeRecipeFacts& recipe, const RiskFacts& risk, std::uint64_t k);

// Rows that may be several persons form no groups: no number of groups follows.
ToldFigures told_matches(const RiskFigures& figures, std::uint64_t persons, std::uint64_t k);

// A count of persons among those of whom `counts` tells: the number where it may stand, or what is said
// instead.
Json told_among(std::uint64_t persons, ToldCounts& counts, std::uint64_t k);

// An average chance of which nothing else is told.
struct ToldChance {
  double average = 0.0;
  bool at_most = false;
};
ToldChance told_alone(double average, std::uint64_t persons);

}  // namespace shareready::readiness
