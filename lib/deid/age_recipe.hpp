#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "deid/level_choice.hpp"
#include "risk/sample_risk.hpp"

namespace shareready {

// Limits for the policy's age_bands, worked out for one release, and what a release with them would be. They
// follow from released ages and numbers of persons, never from who is a child.
struct AgeRecipe {
  std::vector<int> limits;
  bool reached = false;               // groups have k persons, and all else that was asked
  bool settled = false;               // no age is of fewer persons than are told of, or mostly of children
  std::uint64_t suppressed = 0;       // persons whose details become n/a
  double loss = 0.0;                  // of all details together
  risk::SampleRisk after, whole;      // as of Generalised
  std::vector<std::size_t> dropped;   // profiles that go and the release has
  std::vector<std::size_t> returned;  // profiles that it has and the release lacks
};

struct AgeNeeds {
  bool any_child = false;    // somebody is under 16
  std::uint64_t fewest = 5;  // ages of fewer persons tell who it may be
};

// Those that settle ages which tell something, by limits between ages as released, or of 20 years where none
// is; and, where the release has not groups of k persons or lacks ages for them, those of least loss with
// which it has, by the limits of deid/wider_ages.hpp: first with no age that tells anything, then, where that
// keeps more detail, whatever ages tell. Sorted: settled and reached, settled, reached. None where nothing is
// to be mended or nothing mends it. The program takes none by itself (ADR 0009). Errors: bad_data.
Result<std::vector<AgeRecipe>> age_recipes(const GeneraliseRequest& request, const LevelChoice& choice,
                                           const AgeNeeds& needs);

}  // namespace shareready
