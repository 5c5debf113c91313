#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "deid/level_choice.hpp"

namespace shareready {

// Which ages are there, as coarse as consent asks: under 16 parents agree; from 60 on, and where an age is
// missing, a person has to judge more.
struct AgeBands {
  bool under_16 = false, from_16 = false, from_18 = false, from_60 = false, missing = false;
};

// One age as released, "20-39", "80+" or "17", and who has it.
struct ReleasedAge {
  std::string name;
  int low = 0, highest = 0;  // years
  std::uint64_t persons = 0;
  std::uint64_t children = 0;  // by the source: for private/ only
};

// Lowest first; none where no age is released.
std::vector<ReleasedAge> released_ages(const LevelChoice& choice);

// The age of a person as released: of exact ages in several tables that of participants.tsv.
std::string released_age(const LevelChoice& choice, std::size_t age, std::size_t person);

// The profile of ages; past the end where there is none.
std::size_t age_profile(const LevelChoice& choice);

// Whether somebody with this age is rather a child than not, by the age alone: it holds more years below 16
// than above. Bands that reach further tell nobody to be a child.
bool may_be_childs(const ReleasedAge& age);

// Released ages that tell something by themselves, lowest first each.
struct TellingAges {
  std::vector<std::string> children;   // of children under 16 alone: for private/ only
  std::vector<std::string> few;        // of fewer than `fewest` persons: for private/ only
  std::vector<std::string> childlike;  // by the released ages alone; none without anybody under 16
};
TellingAges telling_ages(const LevelChoice& choice, bool any_child, std::uint64_t fewest);

// Adds to `bands` what the released ages leave open: those of 16 and 17, of 18 to 59, and of 60 and more.
void add_released_bands(const LevelChoice& choice, AgeBands& bands);

// A number of years as tables hold it, by its first digits.
std::optional<int> years_of(const std::string& age);
inline constexpr int k_child_below = 16, k_adult_from = 18, k_old_from = 60;  // years

}  // namespace shareready
