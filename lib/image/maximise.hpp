#pragma once

#include <functional>
#include <vector>

namespace shareready {

struct Maximum {
  std::vector<double> at;
  double value = 0;
  int evaluations = 0;
};

struct SearchLimits {
  double tolerance = 0.1;  // in units of the steps
  int evaluations = 150;
};

// The best point found near `start` without derivatives (BOBYQA, Powell 2009, report DAMTP 2009/NA06), each
// parameter scaled by its step. Deterministic.
Maximum maximise(const std::function<double(const std::vector<double>&)>& objective,
                 const std::vector<double>& start, const std::vector<double>& steps,
                 const SearchLimits& limits);

}  // namespace shareready
