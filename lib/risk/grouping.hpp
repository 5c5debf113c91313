#pragma once

#include <cstdint>
#include <vector>

#include "risk/encoded_table.hpp"

namespace shareready::risk {

// Numbers 64-bit keys in the order of their first occurrence: an open-addressing table of fixed capacity.
class KeyIndex {
 public:
  // `most` keys at most will be added.
  explicit KeyIndex(std::size_t most);
  // The number of the key; a new key gets the next number.
  std::uint32_t find_or_add(std::uint64_t key);
  [[nodiscard]] std::uint32_t size() const { return size_; }
  void clear();

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t number = 0;
    std::uint32_t round = 0;  // slots of another round are empty: clearing costs nothing
  };
  std::vector<Slot> slots_;
  unsigned shift_ = 0;
  std::uint32_t size_ = 0;
  std::uint32_t round_ = 1;
};

inline std::uint32_t KeyIndex::find_or_add(std::uint64_t key) {
  const std::size_t mask = slots_.size() - 1;
  // Fibonacci hashing (Knuth, The Art of Computer Programming 3, section 6.4).
  std::size_t place = static_cast<std::size_t>((key * 0x9E3779B97F4A7C15ULL) >> shift_);
  while (slots_[place].round == round_) {
    if (slots_[place].key == key) return slots_[place].number;
    place = (place + 1) & mask;
  }
  slots_[place] = {.key = key, .number = size_, .round = round_};
  return size_++;
}

// One key for each row: equal keys, equal values at the given levels. Exact: where the product of the numbers
// of values passes 64 bits, columns are joined step by step.
std::vector<std::uint64_t> row_keys(const EncodedTable& table, const Levels& levels);

// The same for a subset of columns, at level 0, out of columns of codes.
std::vector<std::uint64_t> row_keys(const std::vector<const std::vector<Code>*>& columns,
                                    const std::vector<std::size_t>& values);

}  // namespace shareready::risk
