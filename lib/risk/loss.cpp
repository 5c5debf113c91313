#include "risk/loss.hpp"

#include <algorithm>
#include <cmath>

namespace shareready::risk {
namespace {

// Rows by code of the level.
std::vector<double> counts_at(const Hierarchy& hierarchy, std::size_t level, const std::vector<Code>& cells) {
  std::vector<double> counts(hierarchy.names[level].size(), 0.0);
  for (const Code code : cells) counts[hierarchy.up[level][code]] += 1.0;
  return counts;
}

double entropy_bits(const std::vector<double>& counts) {
  double total = 0.0;
  double sum = 0.0;
  for (const double count : counts) {
    total += count;
    if (count > 0.0) sum += count * std::log2(count);
  }
  return total > 0.0 ? total * std::log2(total) - sum : 0.0;
}

}  // namespace

LossTable::Column LossTable::share_column(const Attribute& attribute, const std::vector<Code>& cells) {
  const Hierarchy& hierarchy = attribute.hierarchy;
  Column column;
  const double others = static_cast<double>(hierarchy.values()) - 1.0;
  for (std::size_t level = 0; level < hierarchy.levels(); ++level) {
    std::vector<double> by_code(hierarchy.names[level].size(), -1.0);  // leaves under the code, less one
    for (const Code code : hierarchy.up[level]) by_code[code] += 1.0;
    const std::vector<double> counts = counts_at(hierarchy, level, cells);
    double sum = 0.0;
    double most = 0.0;
    for (std::size_t code = 0; code < by_code.size(); ++code) {
      by_code[code] = others > 0.0 ? by_code[code] / others : 0.0;
      sum += by_code[code] * counts[code];
      if (counts[code] > 0.0) most = std::max(most, by_code[code]);
    }
    column.mean.push_back(cells.empty() ? 0.0 : sum / static_cast<double>(cells.size()));
    column.most.push_back(most);
    column.by_code.push_back(std::move(by_code));
  }
  return column;
}

LossTable::Column LossTable::entropy_column(const Attribute& attribute, const std::vector<Code>& cells) {
  const Hierarchy& hierarchy = attribute.hierarchy;
  Column column;
  // Each cell loses log2(count of its value above / count of its value): summed over cells.
  const auto weighted = [&](std::size_t level) {
    double sum = 0.0;
    for (const double count : counts_at(hierarchy, level, cells)) {
      if (count > 0.0) sum += count * std::log2(count);
    }
    return sum;
  };
  const double below = weighted(0);
  for (std::size_t level = 0; level < hierarchy.levels(); ++level) {
    column.mean.push_back(weighted(level) - below);
    column.most.push_back(0.0);
  }
  return column;
}

LossTable::LossTable(const EncodedTable& table, LossModel model) : model_(model) {
  double weights = 0.0;
  for (const Attribute& attribute : table.attributes) weights += attribute.weight;
  for (std::size_t i = 0; i < table.attributes.size(); ++i) {
    const Attribute& attribute = table.attributes[i];
    Column column = model == LossModel::share ? share_column(attribute, table.cells[i])
                                              : entropy_column(attribute, table.cells[i]);
    column.weight = model == LossModel::share ? attribute.weight / weights : 1.0;
    for (double& loss : column.mean) loss *= column.weight;
    columns_.push_back(std::move(column));
  }
}

double LossTable::bound(const Levels& levels) const {
  double sum = 0.0;
  for (std::size_t i = 0; i < columns_.size(); ++i) sum += columns_[i].mean[levels[i]];
  return sum;
}

UtilityFigures measure_utility(const EncodedTable& table, const Levels& levels,
                               const std::vector<bool>& suppressed) {
  UtilityFigures figures;
  const double rows = static_cast<double>(table.rows());
  if (table.rows() == 0) return figures;
  const auto is_suppressed = [&](std::size_t row) { return !suppressed.empty() && suppressed[row]; };
  const LossTable shares(table, LossModel::share);
  double entropy = 0.0;
  double whole_entropy = 0.0;
  for (std::size_t i = 0; i < table.attributes.size(); ++i) {
    const Hierarchy& hierarchy = table.attributes[i].hierarchy;
    // Suppressed rows form one value of their own at the coarser end.
    std::vector<double> above(hierarchy.names[levels[i]].size() + 1, 0.0);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      above[is_suppressed(row) ? above.size() - 1 : hierarchy.up[levels[i]][table.cells[i][row]]] += 1.0;
    }
    // Summed by value: to the same bit for any order of the rows.
    double sum = above.back();
    for (std::size_t code = 0; code + 1 < above.size(); ++code) {
      sum += above[code] * shares.code_loss(i, levels[i], static_cast<Code>(code));
    }
    figures.column_loss.push_back(sum / rows);
    figures.share_loss += sum / rows * shares.weight(i);
    const double whole = entropy_bits(counts_at(hierarchy, 0, table.cells[i]));
    whole_entropy += whole;
    entropy += std::max(0.0, whole - entropy_bits(above));
  }
  figures.entropy_loss = whole_entropy > 0.0 ? entropy / whole_entropy : 0.0;
  const Classes classes = equivalence_classes(table, levels);
  std::vector<double> kept(classes.sizes.size(), 0.0);
  double lost = 0.0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    (is_suppressed(row) ? lost : kept[classes.of_row[row]]) += 1.0;
  }
  double n_kept = 0.0;
  for (const double size : kept) {
    figures.discernibility += size * size;
    n_kept += size > 0.0 ? 1.0 : 0.0;
  }
  figures.discernibility += lost * rows;
  figures.average_class_size = n_kept > 0.0 ? (rows - lost) / n_kept : 0.0;
  return figures;
}

}  // namespace shareready::risk
