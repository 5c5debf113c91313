#include "risk/grouping.hpp"

#include <bit>
#include <limits>

namespace shareready::risk {
namespace {

// Joins one more column to keys that are below `range`; returns the new range.
std::uint64_t join_column(std::vector<std::uint64_t>& keys, std::uint64_t range, std::size_t values,
                          const auto& code_of_row) {
  const std::uint64_t count = values == 0 ? 1 : values;
  if (range > std::numeric_limits<std::uint64_t>::max() / count) {
    KeyIndex index(keys.size());
    for (std::uint64_t& key : keys) key = index.find_or_add(key);
    range = index.size();
  }
  for (std::size_t row = 0; row < keys.size(); ++row) keys[row] = keys[row] * count + code_of_row(row);
  return range * count;
}

}  // namespace

KeyIndex::KeyIndex(std::size_t most)
    : slots_(std::bit_ceil(most * 2 + 2)),
      shift_(64 - static_cast<unsigned>(std::countr_zero(slots_.size()))) {}

void KeyIndex::clear() {
  size_ = 0;
  ++round_;
}

std::vector<std::uint64_t> row_keys(const EncodedTable& table, const Levels& levels) {
  std::vector<std::uint64_t> keys(table.rows(), 0);
  std::uint64_t range = 1;
  for (std::size_t i = 0; i < table.attributes.size(); ++i) {
    const Hierarchy& hierarchy = table.attributes[i].hierarchy;
    const std::vector<Code>& up = hierarchy.up[levels[i]];
    const std::vector<Code>& cells = table.cells[i];
    range = join_column(keys, range, hierarchy.names[levels[i]].size(),
                        [&](std::size_t row) { return up[cells[row]]; });
  }
  return keys;
}

std::vector<std::uint64_t> row_keys(const std::vector<const std::vector<Code>*>& columns,
                                    const std::vector<std::size_t>& values) {
  std::vector<std::uint64_t> keys(columns.empty() ? 0 : columns.front()->size(), 0);
  std::uint64_t range = 1;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    range = join_column(keys, range, values[i], [&](std::size_t row) { return (*columns[i])[row]; });
  }
  return keys;
}

}  // namespace shareready::risk
