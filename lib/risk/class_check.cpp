#include "risk/class_check.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace shareready::risk {
namespace {

constexpr double k_rounding = 1e-9;

// How often each value of a sensitive column occurs in each class.
std::vector<std::map<Code, std::uint32_t>> tallies_of(const Classes& classes, const CodedColumn& column) {
  std::vector<std::map<Code, std::uint32_t>> tallies(classes.sizes.size());
  for (std::size_t row = 0; row < classes.of_row.size(); ++row) {
    if (classes.of_row[row] < tallies.size()) ++tallies[classes.of_row[row]][column.codes[row]];
  }
  return tallies;
}

}  // namespace

std::vector<bool> failing_classes(const PrivacyModel& model, const Classes& classes) {
  std::vector<bool> fails;
  for (const std::uint32_t size : classes.sizes) fails.push_back(size < model.k);
  for (const SensitiveRule& rule : model.sensitive) {
    const std::vector<double> whole = distribution_of(rule.column);
    const auto tallies = tallies_of(classes, rule.column);
    for (std::size_t c = 0; c < tallies.size(); ++c) {
      const std::vector<std::pair<Code, std::uint32_t>> counts(tallies[c].begin(), tallies[c].end());
      if (!satisfies(rule, counts, whole)) fails[c] = true;
    }
  }
  return fails;
}

std::uint32_t k_with_average(const PrivacyModel& model) {
  if (!model.average_risk) return model.k;
  return std::max(model.k, static_cast<std::uint32_t>(std::ceil(1.0 / *model.average_risk - k_rounding)));
}

}  // namespace shareready::risk
