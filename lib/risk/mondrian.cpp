#include "risk/mondrian.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "risk/class_check.hpp"

namespace shareready::risk {
namespace {

using Columns = std::vector<std::vector<double>>;
using Rows = std::vector<std::size_t>;

Range range_of(const std::vector<double>& column, const Rows& rows) {
  Range range{.low = column[rows.front()], .high = column[rows.front()]};
  for (const std::size_t row : rows) {
    range.low = std::min(range.low, column[row]);
    range.high = std::max(range.high, column[row]);
  }
  return range;
}

// Rows with at most the median value, and the rest.
std::pair<Rows, Rows> halves(const std::vector<double>& column, const Rows& rows) {
  std::vector<double> values;
  for (const std::size_t row : rows) values.push_back(column[row]);
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  const double median = *middle;
  std::pair<Rows, Rows> parts;
  for (const std::size_t row : rows) (column[row] <= median ? parts.first : parts.second).push_back(row);
  return parts;
}

// Columns by the share of their range that the rows span, widest first.
std::vector<std::size_t> widest_first(const Columns& columns, const std::vector<double>& spans,
                                      const Rows& rows) {
  std::vector<double> share;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Range range = range_of(columns[i], rows);
    share.push_back(spans[i] > 0.0 ? (range.high - range.low) / spans[i] : 0.0);
  }
  std::vector<std::size_t> order(columns.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&share](std::size_t one, std::size_t other) { return share[one] > share[other]; });
  return order;
}

Status check_columns(const Columns& columns, std::uint32_t k) {
  const std::size_t rows = columns.empty() ? 0 : columns.front().size();
  if (rows < k || rows == 0) {
    return Error{
        ErrorCode::bad_data, "table", fmt::format("got {} rows, expected at least k = {}", rows, k), {}};
  }
  for (const auto& column : columns) {
    const bool finite =
        std::all_of(column.begin(), column.end(), [](double value) { return std::isfinite(value); });
    if (column.size() == rows && finite) continue;
    return Error{
        ErrorCode::bad_data, "table", "expected columns of equal length with finite numbers only", {}};
  }
  return Done{};
}

// What a group must show to stand alone.
class GroupRule {
 public:
  explicit GroupRule(const PrivacyModel& model) : model_(model), k_(k_with_average(model)) {
    for (const SensitiveRule& rule : model.sensitive) whole_.push_back(distribution_of(rule.column));
  }
  [[nodiscard]] std::uint32_t k() const { return k_; }
  [[nodiscard]] bool holds(const Rows& rows) const {
    if (rows.size() < k_) return false;
    for (std::size_t i = 0; i < model_.sensitive.size(); ++i) {
      std::map<Code, std::uint32_t> tally;
      for (const std::size_t row : rows) ++tally[model_.sensitive[i].column.codes[row]];
      const std::vector<std::pair<Code, std::uint32_t>> counts(tally.begin(), tally.end());
      if (!satisfies(model_.sensitive[i], counts, whole_[i])) return false;
    }
    return true;
  }

 private:
  const PrivacyModel& model_;
  std::uint32_t k_;
  std::vector<std::vector<double>> whole_;
};

}  // namespace

Result<Partition> partition_strictly(const Columns& columns, const PrivacyModel& model) {
  const GroupRule rule(model);
  SR_CHECK(check_columns(columns, rule.k()));
  Rows all(columns.front().size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::vector<double> spans;
  for (const auto& column : columns) {
    const Range range = range_of(column, all);
    spans.push_back(range.high - range.low);
  }
  Partition partition{.of_row = std::vector<std::uint32_t>(all.size(), 0), .ranges = {}};
  std::vector<Rows> open{all};
  while (!open.empty()) {
    const Rows rows = std::move(open.back());
    open.pop_back();
    bool cut = false;
    for (const std::size_t i : widest_first(columns, spans, rows)) {
      auto [low, high] = halves(columns[i], rows);
      cut = rule.holds(low) && rule.holds(high);
      if (!cut) continue;
      open.push_back(std::move(high));
      open.push_back(std::move(low));
      break;
    }
    if (cut) continue;
    for (const std::size_t row : rows)
      partition.of_row[row] = static_cast<std::uint32_t>(partition.ranges.size());
    auto& ranges = partition.ranges.emplace_back();
    for (const auto& column : columns) ranges.push_back(range_of(column, rows));
  }
  return partition;
}

}  // namespace shareready::risk
