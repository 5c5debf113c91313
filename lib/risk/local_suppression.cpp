#include "risk/local_suppression.hpp"

#include <algorithm>
#include <optional>

#include "risk/grouping.hpp"

namespace shareready::risk {
namespace {

using Mask = std::vector<std::vector<bool>>;

// The classes of the table where masked cells are one value of their own.
Classes masked_classes(const EncodedTable& table, const Levels& levels, const Mask& mask) {
  std::vector<std::vector<Code>> columns;
  std::vector<std::size_t> values;
  for (std::size_t i = 0; i < table.attributes.size(); ++i) {
    const Hierarchy& hierarchy = table.attributes[i].hierarchy;
    const auto masked = static_cast<Code>(hierarchy.names[levels[i]].size());
    auto& column = columns.emplace_back();
    for (std::size_t row = 0; row < table.rows(); ++row) {
      column.push_back(mask[i][row] ? masked : hierarchy.up[levels[i]][table.cells[i][row]]);
    }
    values.push_back(masked + 1);
  }
  std::vector<const std::vector<Code>*> pointers;
  for (const auto& column : columns) pointers.push_back(&column);
  Classes classes;
  KeyIndex index(table.rows());
  for (const std::uint64_t key : row_keys(pointers, values)) {
    classes.of_row.push_back(index.find_or_add(key));
    if (classes.of_row.back() == classes.sizes.size()) classes.sizes.push_back(0);
    ++classes.sizes[classes.of_row.back()];
  }
  return classes;
}

std::vector<std::size_t> rows_below(const Classes& classes, std::uint32_t k) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < classes.of_row.size(); ++row) {
    if (classes.sizes[classes.of_row[row]] < k) rows.push_back(row);
  }
  return rows;
}

// Masks a column in these rows; the number of cells that were not masked before.
std::size_t mask_column(Mask& mask, std::size_t column, const std::vector<std::size_t>& rows) {
  std::size_t fresh = 0;
  for (const std::size_t row : rows) {
    fresh += mask[column][row] ? 0 : 1;
    mask[column][row] = true;
  }
  return fresh;
}

// The column whose masking repairs most rows for its cost; none where all are masked already.
std::optional<std::size_t> best_column(const EncodedTable& table, const Levels& levels, const Mask& mask,
                                       const std::vector<std::size_t>& rows, std::uint32_t k) {
  std::optional<std::size_t> best;
  double best_gain = 0.0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    Mask attempt = mask;
    const std::size_t cells = mask_column(attempt, i, rows);
    if (cells == 0) continue;
    const auto left = static_cast<double>(rows_below(masked_classes(table, levels, attempt), k).size());
    const double gain =
        (static_cast<double>(rows.size()) - left) / (table.attributes[i].weight * static_cast<double>(cells));
    if (!best || gain > best_gain) {
      best = i;
      best_gain = gain;
    }
  }
  return best;
}

// All rows of the smallest class that is large enough; of equal ones the first by its values.
std::vector<std::size_t> smallest_other_class(const EncodedTable& table, const Levels& levels,
                                              const Classes& classes, std::uint32_t k) {
  std::optional<std::size_t> chosen;
  const auto value = [&](std::size_t row, std::size_t i) {
    return table.attributes[i].hierarchy.up[levels[i]][table.cells[i][row]];
  };
  const auto is_before = [&](std::size_t row, std::size_t other) {
    const std::uint32_t one = classes.sizes[classes.of_row[row]];
    const std::uint32_t two = classes.sizes[classes.of_row[other]];
    if (one != two) return one < two;
    for (std::size_t i = 0; i < table.attributes.size(); ++i) {
      if (value(row, i) != value(other, i)) return value(row, i) < value(other, i);
    }
    return false;
  };
  for (std::size_t row = 0; row < classes.of_row.size(); ++row) {
    if (classes.sizes[classes.of_row[row]] >= k && (!chosen || is_before(row, *chosen))) chosen = row;
  }
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; chosen && row < classes.of_row.size(); ++row) {
    if (classes.of_row[row] == classes.of_row[*chosen]) rows.push_back(row);
  }
  return rows;
}

}  // namespace

LocalSuppression suppress_locally(const EncodedTable& table, const Levels& levels, std::uint32_t k) {
  Mask mask(table.attributes.size(), std::vector<bool>(table.rows(), false));
  Classes classes = masked_classes(table, levels, mask);
  std::vector<std::size_t> rows = rows_below(classes, k);
  while (!rows.empty()) {
    if (const auto column = best_column(table, levels, mask, rows, k)) {
      mask_column(mask, *column, rows);
    } else {
      const std::vector<std::size_t> more = smallest_other_class(table, levels, classes, k);
      if (more.empty()) break;  // fewer rows than k in the whole table
      for (std::size_t i = 0; i < mask.size(); ++i) mask_column(mask, i, more);
    }
    classes = masked_classes(table, levels, mask);
    rows = rows_below(classes, k);
  }
  LocalSuppression result;
  for (const auto& column : mask) {
    result.suppressed_cells += static_cast<std::size_t>(std::count(column.begin(), column.end(), true));
  }
  result.cells = std::move(mask);
  const auto smallest = std::min_element(classes.sizes.begin(), classes.sizes.end());
  if (smallest != classes.sizes.end()) result.smallest_class = *smallest;
  return result;
}

}  // namespace shareready::risk
