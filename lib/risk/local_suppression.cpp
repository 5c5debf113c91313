#include "risk/local_suppression.hpp"

#include <algorithm>
#include <optional>

#include "risk/class_check.hpp"
#include "risk/grouping.hpp"
#include "risk/wildcard.hpp"

namespace shareready::risk {
namespace {

using Mask = std::vector<std::vector<bool>>;

// What is known of each person: the cells at their levels, none masked, missing values unknown.
WeightedItems known_columns(const EncodedTable& table, const Levels& levels) {
  WeightedItems items;
  for (std::size_t i = 0; i < table.attributes.size(); ++i) {
    const Hierarchy& hierarchy = table.attributes[i].hierarchy;
    auto& column = items.codes.emplace_back();
    column.reserve(table.rows());
    for (const Code code : table.cells[i]) column.push_back(hierarchy.up[levels[i]][code]);
    items.values.push_back(hierarchy.names[levels[i]].size() + 1);
    items.missing.push_back(missing_at(table.attributes[i], levels[i]));
  }
  items.rows.assign(table.rows(), 1);
  return items;
}

// The columns where masked cells are one value of their own, or the missing value of their column.
WeightedItems masked_columns(const EncodedTable& table, const Levels& levels, const Mask& mask) {
  WeightedItems items;
  for (std::size_t i = 0; i < table.attributes.size(); ++i) {
    const Attribute& attribute = table.attributes[i];
    const Hierarchy& hierarchy = attribute.hierarchy;
    const auto fresh = static_cast<Code>(hierarchy.names[levels[i]].size());
    const Code masked = missing_at(attribute, levels[i]).value_or(fresh);
    auto& column = items.codes.emplace_back();
    for (std::size_t row = 0; row < table.rows(); ++row) {
      column.push_back(mask[i][row] ? masked : hierarchy.up[levels[i]][table.cells[i][row]]);
    }
    items.values.push_back(fresh + 1);
    items.missing.push_back(attribute.missing ? std::optional(masked) : std::nullopt);
  }
  items.rows.assign(table.rows(), 1);
  return items;
}

Classes classes_of(const WeightedItems& items) {
  std::vector<const std::vector<Code>*> pointers;
  for (const auto& column : items.codes) pointers.push_back(&column);
  Classes classes;
  KeyIndex index(items.rows.size());
  for (const std::uint64_t key : row_keys(pointers, items.values)) {
    classes.of_row.push_back(index.find_or_add(key));
    if (classes.of_row.back() == classes.sizes.size()) classes.sizes.push_back(0);
    ++classes.sizes[classes.of_row.back()];
  }
  return classes;
}

// The table with its masked cells, judged.
struct Judged {
  Classes classes;
  std::vector<bool> fails;         // by class
  std::vector<std::size_t> below;  // rows of classes that fail
};

Judged judge(const EncodedTable& table, const Levels& levels, const Mask& mask, const PrivacyModel& model) {
  const WeightedItems items = masked_columns(table, levels, mask);
  Judged judged{.classes = classes_of(items), .fails = {}, .below = {}};
  const bool wild = std::any_of(items.missing.begin(), items.missing.end(),
                                [](const auto& missing) { return missing.has_value(); });
  PrivacyModel asked{.k = wild ? 1 : model.k, .average_risk = {}, .sensitive = model.sensitive};
  judged.fails = failing_classes(asked, judged.classes);
  const std::vector<std::uint32_t> matches =
      wild ? count_matches(known_columns(table, levels), items) : std::vector<std::uint32_t>();
  for (std::size_t row = 0; row < matches.size(); ++row) {
    if (matches[row] < model.k) judged.fails[judged.classes.of_row[row]] = true;
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (judged.fails[judged.classes.of_row[row]]) judged.below.push_back(row);
  }
  return judged;
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
                                       const std::vector<std::size_t>& rows, const PrivacyModel& model) {
  std::optional<std::size_t> best;
  double best_gain = 0.0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    Mask attempt = mask;
    const std::size_t cells = mask_column(attempt, i, rows);
    if (cells == 0) continue;
    const auto left = static_cast<double>(judge(table, levels, attempt, model).below.size());
    const double gain =
        (static_cast<double>(rows.size()) - left) / (table.attributes[i].weight * static_cast<double>(cells));
    if (!best || gain > best_gain) {
      best = i;
      best_gain = gain;
    }
  }
  return best;
}

// All rows of the smallest class that holds; of equal ones the first by its values.
std::vector<std::size_t> smallest_other_class(const EncodedTable& table, const Levels& levels,
                                              const Judged& judged) {
  const Classes& classes = judged.classes;
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
    if (!judged.fails[classes.of_row[row]] && (!chosen || is_before(row, *chosen))) chosen = row;
  }
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; chosen && row < classes.of_row.size(); ++row) {
    if (classes.of_row[row] == classes.of_row[*chosen]) rows.push_back(row);
  }
  return rows;
}

}  // namespace

LocalSuppression suppress_locally(const EncodedTable& table, const Levels& levels,
                                  const PrivacyModel& model) {
  PrivacyModel asked = model;
  asked.k = k_with_average(model);
  Mask mask(table.attributes.size(), std::vector<bool>(table.rows(), false));
  Judged judged = judge(table, levels, mask, asked);
  while (!judged.below.empty()) {
    if (const auto column = best_column(table, levels, mask, judged.below, asked)) {
      mask_column(mask, *column, judged.below);
    } else {
      const std::vector<std::size_t> more = smallest_other_class(table, levels, judged);
      if (more.empty()) break;  // the whole table as one class fails
      for (std::size_t i = 0; i < mask.size(); ++i) mask_column(mask, i, more);
    }
    judged = judge(table, levels, mask, asked);
  }
  LocalSuppression result{.cells = {}, .holds = judged.below.empty()};
  for (const auto& column : mask) {
    result.suppressed_cells += static_cast<std::size_t>(std::count(column.begin(), column.end(), true));
  }
  result.cells = std::move(mask);
  const auto& sizes = judged.classes.sizes;
  const auto smallest = std::min_element(sizes.begin(), sizes.end());
  if (smallest != sizes.end()) result.smallest_class = *smallest;
  return result;
}

}  // namespace shareready::risk
