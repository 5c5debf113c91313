#include "readiness/told_counts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"

namespace shareready::readiness {
namespace {

bool is_few(std::uint64_t persons, std::uint64_t fewest) { return persons > 0 && persons < fewest; }

bool has_few(const GroupSizes& row, std::uint64_t fewest) {
  return is_few(row.before, fewest) || is_few(row.after, fewest);
}

// The last row: to 0 stands for 'and above'.
void take_in(GroupSizes& row, const GroupSizes& next) {
  row.to = next.to;
  row.before += next.before;
  row.after += next.after;
}

std::vector<GroupSizes> merged_below(const std::vector<GroupSizes>& rows, std::uint64_t k,
                                     std::uint64_t fewest) {
  const auto above = std::find_if(rows.begin(), rows.end(),
                                  [k](const GroupSizes& row) { return row.to == 0 || row.to >= k; });
  const bool few =
      std::any_of(rows.begin(), above, [fewest](const GroupSizes& row) { return has_few(row, fewest); });
  if (!few) return rows;
  std::vector<GroupSizes> merged{rows.front()};
  for (auto row = rows.begin() + 1; row != above; ++row) take_in(merged.front(), *row);
  merged.insert(merged.end(), above, rows.end());
  return merged;
}

Json told_count(std::uint64_t persons, bool told, std::uint64_t k) {
  if (told || persons < fewest_told(k)) return count_json(persons, k);
  return fmt::format("{}+", fewest_told(k));
}

}  // namespace

bool ToldCounts::tell(std::uint64_t persons) {
  const auto above = told_.lower_bound(persons);
  if (above == told_.end()) return false;
  if (*above == persons) return true;
  if (is_few(*above - persons, fewest_) || is_few(persons - *std::prev(above), fewest_)) return false;
  told_.insert(above, persons);
  return true;
}

std::vector<GroupSizes> told_sizes(const RiskFacts& risk, std::uint64_t k) {
  const std::uint64_t fewest = fewest_told(k);
  std::vector<GroupSizes> told;
  for (const GroupSizes& row : merged_below(risk.group_sizes, k, fewest)) {
    const bool open = !told.empty() && has_few(told.back(), fewest);
    if (open) take_in(told.back(), row);
    if (!open) told.push_back(row);
  }
  while (told.size() > 1 && has_few(told.back(), fewest)) {
    const GroupSizes last = told.back();
    told.pop_back();
    take_in(told.back(), last);
  }
  return told;
}

std::size_t untold_row(const std::vector<GroupSizes>& rows, const RiskFacts& risk, std::uint64_t k) {
  if (!is_few(risk.suppressed, fewest_told(k))) return rows.size();
  const auto last =
      std::find_if(rows.rbegin(), rows.rend(), [](const GroupSizes& row) { return row.after > 0; });
  return last == rows.rend() ? rows.size() : static_cast<std::size_t>(rows.rend() - last) - 1;
}

ToldCounts told_by_sizes(const RiskFacts& risk, std::uint64_t k, bool after) {
  const std::vector<GroupSizes> rows = told_sizes(risk, k);
  ToldCounts counts(risk.persons, fewest_told(k));
  const std::size_t told = after ? untold_row(rows, risk, k) : rows.size();
  std::uint64_t persons = 0;
  for (std::size_t i = 0; i < told; ++i) {
    persons += after ? rows[i].after : rows[i].before;
    counts.tell(persons);
  }
  return counts;
}

ToldFigures told_figures(const RiskFigures& figures, ToldCounts counts, std::uint64_t k) {
  const bool below = counts.tell(figures.below_k);
  const bool alone = counts.tell(figures.uniques);
  return {.uniques = told_count(figures.uniques, alone, k), .below_k = told_count(figures.below_k, below, k)};
}

}  // namespace shareready::readiness
