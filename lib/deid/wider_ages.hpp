#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "deid/level_choice.hpp"

namespace shareready {

// The years at which ages begin that nothing is coarser than: bands of 20 years, or those that the policy
// names, as far as persons have them; without the lowest. None where no ages are to be released.
std::vector<int> coarsest_age_limits(const LevelChoice& choice);

// Ages with fewer limits than these, and what was chosen for all details with them.
struct WiderAges {
  std::vector<int> limits;
  LevelChoice choice;
};

struct WiderAgesSearch {
  // What becomes of the profiles; none where it is not what was asked.
  std::function<Result<std::optional<LevelChoice>>(std::vector<Profile>)> decide;
  std::function<bool(const LevelChoice&)> is_preferred;  // goes first, whatever it loses
};

// Of all limits from among `coarsest_age_limits` those with which ages stay and all details together lose
// least; none where ages stay with none. Every set is tried, up to six limits; of more, each second is left
// out until six are left. Errors: of `decide`.
Result<std::optional<WiderAges>> find_wider_ages(const LevelChoice& choice, const WiderAgesSearch& search);

// The profiles with these limits in place of those of the policy.
std::vector<Profile> with_age_limits(const LevelChoice& choice, const std::vector<int>& limits);

bool keeps_ages(const LevelChoice& choice);

}  // namespace shareready
