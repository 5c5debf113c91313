#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "risk/hierarchy.hpp"

namespace shareready::risk {

// One quasi-identifier: a column and how it may become coarser.
struct Attribute {
  std::string name;
  Hierarchy hierarchy;
  double weight = 1.0;  // of its loss beside that of the others
  // The code of level 0 that stands for a missing value and agrees with every value; none: missing values are
  // a value as any other.
  std::optional<Code> missing = {};
};

// A table of quasi-identifiers as numbers: cells are codes of level 0 of their attribute's hierarchy.
struct EncodedTable {
  std::vector<Attribute> attributes;
  std::vector<std::vector<Code>> cells;  // by attribute, then by row
  [[nodiscard]] std::size_t rows() const { return cells.empty() ? 0 : cells.front().size(); }
};

// The level of each attribute: a node of the generalisation lattice.
using Levels = std::vector<std::uint8_t>;

// Encodes columns of equal length. Errors (bad_data, by row, never a value): a value that the hierarchy
// lacks, columns of unequal length, another number of columns than of attributes.
Result<EncodedTable> encode_table(std::vector<Attribute> attributes,
                                  const std::vector<std::vector<std::string>>& columns);

// The codes of a column in the order of first occurrence, and how many there are.
struct CodedColumn {
  std::vector<Code> codes;
  std::size_t values = 0;
};
CodedColumn code_column(std::span<const std::string> cells);

// Rows that share all their values at the given levels.
struct Classes {
  std::vector<std::uint32_t> of_row;
  std::vector<std::uint32_t> sizes;  // in the order of their first row
};
Classes equivalence_classes(const EncodedTable& table, const Levels& levels);

Levels lowest_levels(const EncodedTable& table);
Levels highest_levels(const EncodedTable& table);

}  // namespace shareready::risk
