#include "risk/privacy_model.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

namespace shareready::risk {
namespace {

double total_of(ValueCounts counts) {
  double total = 0.0;
  for (const auto& [code, count] : counts) total += count;
  return total;
}

// Differences of a class to the whole that rounding makes are none.
constexpr double k_difference_rounding = 1e-12;

}  // namespace

bool is_monotone(const PrivacyModel& model, bool with_suppression) {
  if (!with_suppression) return true;  // each of them survives joining classes that all satisfy it
  return std::all_of(model.sensitive.begin(), model.sensitive.end(),
                     [](const auto& rule) { return rule.model == SensitiveModel::distinct_l; });
}

double entropy_l(ValueCounts counts) {
  const double total = total_of(counts);
  double entropy = 0.0;
  for (const auto& [code, count] : counts) entropy -= count / total * std::log(count / total);
  return std::exp(entropy);
}

bool is_recursive_cl(ValueCounts counts, double c, std::uint32_t l) {
  if (counts.size() < l) return false;
  std::vector<std::uint32_t> sorted;
  for (const auto& [code, count] : counts) sorted.push_back(count);
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  const double tail = std::accumulate(sorted.begin() + (l - 1), sorted.end(), 0.0);
  return sorted.front() < c * tail;
}

double equal_distance(ValueCounts counts, std::span<const double> whole) {
  const double total = total_of(counts);
  double surplus = 0.0;  // both halves of the difference are equal: those above suffice
  for (const auto& [code, count] : counts) surplus += std::max(0.0, count / total - whole[code]);
  return surplus;
}

double ordered_distance(ValueCounts counts, std::span<const double> whole) {
  if (whole.size() < 2) return 0.0;
  const double total = total_of(counts);
  std::vector<double> difference(whole.begin(), whole.end());
  for (double& value : difference) value = -value;
  for (const auto& [code, count] : counts) difference[code] += count / total;
  double sum = 0.0;
  double distance = 0.0;
  for (const double value : difference) distance += std::abs(sum += value);
  return distance / static_cast<double>(whole.size() - 1);
}

bool satisfies(const SensitiveRule& rule, ValueCounts counts, std::span<const double> whole) {
  switch (rule.model) {
    case SensitiveModel::distinct_l:
      return static_cast<double>(counts.size()) >= rule.threshold;
    case SensitiveModel::entropy_l:
      return entropy_l(counts) >= rule.threshold * (1.0 - k_difference_rounding);
    case SensitiveModel::recursive_cl:
      return is_recursive_cl(counts, rule.c, static_cast<std::uint32_t>(rule.threshold));
    case SensitiveModel::t_equal_distance:
      return equal_distance(counts, whole) <= rule.threshold + k_difference_rounding;
    case SensitiveModel::t_ordered_distance:
      return ordered_distance(counts, whole) <= rule.threshold + k_difference_rounding;
  }
  return false;
}

std::vector<double> distribution_of(const CodedColumn& column) {
  std::vector<double> shares(column.values, 0.0);
  for (const Code code : column.codes) shares[code] += 1.0;
  for (double& share : shares) share /= static_cast<double>(column.codes.size());
  return shares;
}

CodedColumn code_numbers(std::span<const double> numbers) {
  std::vector<double> values(numbers.begin(), numbers.end());
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  CodedColumn column{.codes = {}, .values = values.size()};
  for (const double number : numbers) {
    column.codes.push_back(
        static_cast<Code>(std::lower_bound(values.begin(), values.end(), number) - values.begin()));
  }
  return column;
}

SensitiveFigures measure_sensitive(const Classes& classes, const CodedColumn& column) {
  std::vector<std::map<Code, std::uint32_t>> tallies(classes.sizes.size());
  for (std::size_t row = 0; row < classes.of_row.size(); ++row) {
    if (classes.of_row[row] < tallies.size()) ++tallies[classes.of_row[row]][column.codes[row]];
  }
  const std::vector<double> whole = distribution_of(column);
  SensitiveFigures worst{.distinct_l = static_cast<std::uint32_t>(column.values),
                         .entropy_l = static_cast<double>(column.values)};
  for (const auto& tally : tallies) {
    const std::vector<std::pair<Code, std::uint32_t>> counts(tally.begin(), tally.end());
    const double total = total_of(counts);
    worst.distinct_l = std::min(worst.distinct_l, static_cast<std::uint32_t>(counts.size()));
    worst.entropy_l = std::min(worst.entropy_l, entropy_l(counts));
    worst.t_equal = std::max(worst.t_equal, equal_distance(counts, whole));
    worst.t_ordered = std::max(worst.t_ordered, ordered_distance(counts, whole));
    for (const auto& [code, count] : counts) {
      worst.basic_beta = std::max(worst.basic_beta, count / total / whole[code] - 1.0);
    }
  }
  return worst;
}

}  // namespace shareready::risk
