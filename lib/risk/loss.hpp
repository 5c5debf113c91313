#pragma once

#include <cstdint>
#include <vector>

#include "risk/encoded_table.hpp"

namespace shareready::risk {

// What a coarser table is worth less.
enum class LossModel {
  share,    // mean share of the domain that a cell may stand for, 0 to 1 (Iyengar 2002,
            // doi:10.1145/775047.775089); a suppressed row counts 1
  entropy,  // non-uniform entropy in bits over all cells (Gionis and Tassa 2009, doi:10.1109/TKDE.2008.129);
            // suppressed rows add the entropy among themselves
  entropy_of_levels  // the same without the part of suppressed rows: suppression is free
};

// The loss of each column at each level, before any row is suppressed: what a node costs at least.
class LossTable {
 public:
  LossTable(const EncodedTable& table, LossModel model);
  // Of all rows, none suppressed. Not less at a level above: a lower bound for everything above.
  [[nodiscard]] double bound(const Levels& levels) const;
  [[nodiscard]] double column_loss(std::size_t column, std::size_t level) const {
    return columns_[column].mean[level];
  }
  // share: the loss of one cell, by its code at the level.
  [[nodiscard]] double code_loss(std::size_t column, std::size_t level, Code code) const {
    return columns_[column].by_code[level][code];
  }
  // share: the most that any cell of the column loses at the level.
  [[nodiscard]] double most(std::size_t column, std::size_t level) const {
    return columns_[column].most[level];
  }
  [[nodiscard]] double weight(std::size_t column) const { return columns_[column].weight; }
  [[nodiscard]] LossModel model() const { return model_; }

 private:
  struct Column {
    std::vector<double> mean;  // share: weighted; entropy: bits
    std::vector<double> most;
    std::vector<std::vector<double>> by_code;  // by level, then by code of that level
    double weight = 1.0;                       // share of the weights of all columns
  };
  static Column share_column(const Attribute& attribute, const std::vector<Code>& cells);
  static Column entropy_column(const Attribute& attribute, const std::vector<Code>& cells);
  std::vector<Column> columns_;
  LossModel model_;
};

// How much a released table is worth, by usual measures.
struct UtilityFigures {
  double share_loss = 0.0;          // 0: nothing lost, 1: everything
  double entropy_loss = 0.0;        // of the entropy of the columns, the share that was lost
  double discernibility = 0.0;      // sum of squared class sizes, suppressed rows as one class of all rows
  double average_class_size = 0.0;  // of the rows that were not suppressed
  std::vector<double> column_loss;  // share, by column
};
// `suppressed` by row; may be empty: none.
UtilityFigures measure_utility(const EncodedTable& table, const Levels& levels,
                               const std::vector<bool>& suppressed);

}  // namespace shareready::risk
