#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "deid/level_choice.hpp"

namespace shareready {

// Of more persons than these limits are tried at every 20 years instead of every 10: each set asks for a
// search of its own.
inline constexpr std::size_t k_most_persons_finely = 2000;

// The years at which ages may be parted, ascending: every 10 or 20 years, or the limits that the policy
// names, as far as persons have ages on both sides. None where no ages are to be released, or all are alike.
std::vector<int> age_limits_to_try(const LevelChoice& choice);

// The ages between two limits, and how many persons have them.
struct AgeBand {
  int low = 0, highest = 0;  // years
  std::uint64_t persons = 0;
};

// Ages with other limits, and what was chosen for all details with them.
struct WiderAges {
  std::vector<int> limits;
  LevelChoice choice;
};

struct WiderAgesSearch {
  // What becomes of the profiles; none where it is not what was asked.
  std::function<Result<std::optional<LevelChoice>>(std::vector<Profile>)> decide;
  // Persons that an age has at least where groups have k persons; 1 where missing ages agree with any.
  std::uint32_t fewest_of_an_age = 1;
  std::uint64_t most_suppressed = 0;                           // persons
  double most_loss = std::numeric_limits<double>::infinity();  // what is found loses less
  // Of two answers the second is of these alone. `may_be_preferred`: false where these bands surely are not.
  std::function<bool(const std::vector<AgeBand>&)> may_be_preferred = {};
  std::function<bool(const LevelChoice&)> is_preferred = {};
};

// The limits of least loss of all details together with which persons have different ages; of equal loss
// those with the finer ages, then fewer limits. None: there are none.
struct WiderAgesFound {
  std::optional<WiderAges> least, preferred;
};

// Over every set of up to eight of `age_limits_to_try` (of more, each second is left out until eight are
// left), the finest ages first, as far as they can still lose less. Errors: of `decide`.
Result<WiderAgesFound> find_wider_ages(const LevelChoice& choice, const WiderAgesSearch& search);

// The profiles with these limits in place of those of the policy.
std::vector<Profile> with_age_limits(const LevelChoice& choice, const std::vector<int>& limits);

bool keeps_ages(const LevelChoice& choice);

// How many persons may be suppressed.
std::uint64_t most_suppressed(const GeneraliseRequest& request);

}  // namespace shareready
