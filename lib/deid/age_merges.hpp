#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "deid/level_choice.hpp"
#include "deid/recode.hpp"
#include "risk/sample_risk.hpp"

namespace shareready {

// Released ages, next to each other, that tell something by themselves, and what one wider age in their place
// and that of a neighbour would give.
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

// A number of years as tables hold it, by its first digits.
std::optional<int> years_of(const std::string& age);
inline constexpr int k_child_below = 16;  // years

}  // namespace shareready
