#include "image/maximise.hpp"

#include <nlopt.h>

#include <memory>

namespace shareready {
namespace {

struct Search {
  const std::function<double(const std::vector<double>&)>& objective;
  const std::vector<double>& start;
  const std::vector<double>& steps;
  Maximum best;
  bool any = false;

  [[nodiscard]] double evaluate(unsigned n, const double* units) {
    std::vector<double> at(n);
    for (std::size_t i = 0; i < n; ++i) at[i] = start[i] + units[i] * steps[i];
    const double value = objective(at);
    ++best.evaluations;
    if (!any || value > best.value) {
      best.at = std::move(at);
      best.value = value;
      any = true;
    }
    return value;
  }
};

double call(unsigned n, const double* units, double*, void* search) {
  return static_cast<Search*>(search)->evaluate(n, units);
}

}  // namespace

Maximum maximise(const std::function<double(const std::vector<double>&)>& objective,
                 const std::vector<double>& start, const std::vector<double>& steps,
                 const SearchLimits& limits) {
  Search search{.objective = objective, .start = start, .steps = steps, .best = {.at = start}};
  const std::unique_ptr<nlopt_opt_s, void (*)(nlopt_opt)> optimiser(
      nlopt_create(NLOPT_LN_BOBYQA, static_cast<unsigned>(start.size())), nlopt_destroy);
  if (!optimiser) return std::move(search.best);
  nlopt_set_max_objective(optimiser.get(), call, &search);
  nlopt_set_initial_step1(optimiser.get(), 1.0);
  nlopt_set_xtol_abs1(optimiser.get(), limits.tolerance);
  nlopt_set_maxeval(optimiser.get(), limits.evaluations);
  std::vector<double> units(start.size(), 0.0);
  double value = 0;
  (void)nlopt_optimize(optimiser.get(), units.data(), &value);  // the best point is kept whatever ended it
  return std::move(search.best);
}

}  // namespace shareready
