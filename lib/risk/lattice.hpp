#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "risk/encoded_table.hpp"

namespace shareready::risk {

using NodeId = std::uint32_t;

// The nodes of a generalisation lattice as numbers: all combinations of levels.
class Lattice {
 public:
  // `heights`: the number of levels of each attribute, their product at most 2^32 - 1.
  explicit Lattice(std::vector<std::size_t> heights);
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t width() const { return heights_.size(); }
  [[nodiscard]] std::size_t level(NodeId node, std::size_t column) const {
    return node / strides_[column] % heights_[column];
  }
  [[nodiscard]] Levels levels_of(NodeId node) const;
  [[nodiscard]] NodeId id_of(const Levels& levels) const;
  // Calls visit(neighbour) for the nodes one level above, or below, in one column.
  template <typename Visit>
  void for_each_above(NodeId node, const Visit& visit) const {
    for (std::size_t i = 0; i < heights_.size(); ++i) {
      if (level(node, i) + 1 < heights_[i]) visit(static_cast<NodeId>(node + strides_[i]));
    }
  }
  template <typename Visit>
  void for_each_below(NodeId node, const Visit& visit) const {
    for (std::size_t i = 0; i < heights_.size(); ++i) {
      if (level(node, i) > 0) visit(static_cast<NodeId>(node - strides_[i]));
    }
  }

 private:
  std::vector<std::size_t> heights_;
  std::vector<std::size_t> strides_;
  std::size_t size_ = 1;
};

// How many nodes the lattice of a table has; saturates at the largest number.
std::size_t lattice_size(const EncodedTable& table);
Lattice lattice_of(const EncodedTable& table);

}  // namespace shareready::risk
