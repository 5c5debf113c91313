#pragma once

#include <cstdint>
#include <vector>

#include "deid/level_choice.hpp"

namespace shareready {

// The loss and the average risk of the best generalisation for another number k, for comparison, and the
// profiles that it drops beside those that the choice drops.
struct TradeOff {
  std::uint32_t k = 0;
  double loss = 0.0;
  double average_risk = 0.0;   // by the details that k persons share
  double average_whole = 0.0;  // to somebody who knows all columns that would stay: scores and others too
  std::vector<std::size_t> dropped = {};
  std::vector<std::size_t> returned = {};  // those that the choice drops and it keeps
};

// For some numbers k that can be had. `request` holds the tables as recoded, before their details were made
// coarser. Errors: bad_data.
Result<std::vector<TradeOff>> trade_offs(const GeneraliseRequest& request, const LevelChoice& choice);

}  // namespace shareready
