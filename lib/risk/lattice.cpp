#include "risk/lattice.hpp"

#include <limits>
#include <utility>

namespace shareready::risk {

Lattice::Lattice(std::vector<std::size_t> heights) : heights_(std::move(heights)) {
  for (const std::size_t height : heights_) {
    strides_.push_back(size_);
    size_ *= height;
  }
}

Levels Lattice::levels_of(NodeId node) const {
  Levels levels;
  for (std::size_t i = 0; i < heights_.size(); ++i)
    levels.push_back(static_cast<std::uint8_t>(level(node, i)));
  return levels;
}

NodeId Lattice::id_of(const Levels& levels) const {
  std::size_t node = 0;
  for (std::size_t i = 0; i < heights_.size(); ++i) node += strides_[i] * levels[i];
  return static_cast<NodeId>(node);
}

std::size_t lattice_size(const EncodedTable& table) {
  std::size_t size = 1;
  for (const Attribute& attribute : table.attributes) {
    const std::size_t height = attribute.hierarchy.levels();
    if (size > std::numeric_limits<std::size_t>::max() / height)
      return std::numeric_limits<std::size_t>::max();
    size *= height;
  }
  return size;
}

Lattice lattice_of(const EncodedTable& table) {
  std::vector<std::size_t> heights;
  for (const Attribute& attribute : table.attributes) heights.push_back(attribute.hierarchy.levels());
  return Lattice(std::move(heights));
}

}  // namespace shareready::risk
