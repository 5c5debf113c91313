#pragma once

#include <cstdint>
#include <vector>

#include "deid/level_choice.hpp"
#include "risk/sample_risk.hpp"

namespace shareready {

// The loss and the average risk of the best generalisation for another number k, for comparison, and the
// profiles that it drops beside those that the choice drops. Before any goes, other limits of ages are tried
// (deid/wider_ages.hpp), and where more persons alike would lose less with them.
struct TradeOff {
  std::uint32_t k = 0;
  double loss = 0.0;
  double average_risk = 0.0;   // by the details that k persons share
  double average_whole = 0.0;  // to somebody who knows all columns that would stay: scores and others too
  std::vector<std::size_t> dropped = {};
  std::vector<std::size_t> returned = {};  // those that the choice drops and it keeps
  std::vector<int> age_limits = {};        // of wider ages, for the policy's age_bands; empty: its own bands
};

// For some numbers k that can be had. `request` holds the tables as recoded, before their details were made
// coarser. Errors: bad_data.
Result<std::vector<TradeOff>> trade_offs(const GeneraliseRequest& request, const LevelChoice& choice);

// The profiles that `one` drops and `other` keeps.
std::vector<std::size_t> dropped_only_in(const LevelChoice& one, const LevelChoice& other);

// The risk to somebody who knows all columns that would stay with this choice, counted on the tables as they
// would be written.
risk::SampleRisk risk_with_all_columns(const GeneraliseRequest& request, const LevelChoice& choice);

}  // namespace shareready
