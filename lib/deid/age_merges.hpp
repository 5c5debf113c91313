#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "deid/level_choice.hpp"
#include "deid/recode.hpp"
#include "risk/sample_risk.hpp"

namespace shareready {

// Which ages are there, as coarse as consent asks: under 16 parents agree; from 60 on, and where an age is
// missing, a person has to judge more.
struct AgeBands {
  bool under_16 = false, from_16 = false, from_60 = false, missing = false;
};

// For private/ alone: released ages, next to each other, that tell something by themselves, and what one
// wider age in their place and that of a neighbour would give.
struct AgeMerge {
  std::vector<std::string> children;  // ages that are those of children under 16 alone, lowest first
  std::vector<std::string> few;       // ages of fewer persons than are told of, lowest first
  std::string merged;                 // the wider age; empty: there is no other to merge with
  std::uint64_t persons = 0;          // who would have it
  bool tells_children = false;  // it would still be that of children, or of fewer grown-ups than are told of
  risk::SampleRisk after;       // by the details that k persons share, of the release with it
  risk::SampleRisk whole;       // to somebody who knows every column
};

// The ages of `data`, the tables of the release as written, that are those of children alone or of fewer than
// `fewest` persons. With each run of them the neighbour goes by which fewest persons lose detail while
// neither holds any more. None where no age is released.
std::vector<AgeMerge> age_merges(const GeneraliseRequest& request, const LevelChoice& choice,
                                 const DescribedTables& data, std::uint64_t fewest);

// Released ages that somebody under 16 can have, and what one wider age for them and older ones would give:
// by the released ages alone, so that it tells nothing more of anybody than these do.
struct ChildAges {
  std::vector<std::string> ages;  // lowest first
  std::string merged;             // the wider age; empty: too few persons have older ages
  std::uint64_t persons = 0;      // who would have it
  risk::SampleRisk after, whole;  // as of AgeMerge
};

// None where no such age is released. The wider age takes in as many older ones as it needs for `fewest`
// persons to have them.
std::optional<ChildAges> child_ages(const GeneraliseRequest& request, const LevelChoice& choice,
                                    const DescribedTables& data, std::uint64_t fewest);

// Adds to `bands` what the released ages leave open: those of 16 to 59 and of 60 and more.
void add_released_bands(const LevelChoice& choice, AgeBands& bands);

// A number of years as tables hold it, by its first digits.
std::optional<int> years_of(const std::string& age);
inline constexpr int k_child_below = 16, k_old_from = 60;  // years

}  // namespace shareready
