#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// Byte patterns, numbered from 0.
class PatternList {
 public:
  PatternList() = default;
  PatternList(std::initializer_list<std::string_view> patterns) {
    for (const std::string_view pattern : patterns) add(pattern);
  }
  void add(std::string_view pattern) {
    bytes_ += pattern;
    ends_.push_back(bytes_.size());
  }
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(bytes_).substr(begin, ends_[index] - begin);
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

// A set of hashes that may also claim others (Bloom 1970, doi:10.1145/362686.362692, with one bit a member).
class HashFilter {
 public:
  // Room for as many members that hardly one in fifty others is claimed, up to 300,000 of them.
  explicit HashFilter(std::size_t members = 0);
  void add(std::uint64_t hash) { words_[hash >> shift_ >> 6U] |= bit_of(hash); }
  [[nodiscard]] bool may_have(std::uint64_t hash) const {
    return (words_[hash >> shift_ >> 6U] & bit_of(hash)) != 0;
  }

 private:
  [[nodiscard]] std::uint64_t bit_of(std::uint64_t hash) const {
    return std::uint64_t{1} << ((hash >> shift_) & 63U);
  }
  unsigned shift_;
  std::vector<std::uint64_t> words_;
};

// Finds any of many byte patterns in one pass over a stream, at a cost that hardly grows with their number.
//
// Patterns of similar length form a group, looked for by the short pieces (grams) at their beginning: only
// each `stride`th place of the text is looked at, and only where its gram is one of a pattern's (the idea of
// Wu and Manber, TR 94-17, University of Arizona, with filters of bits for their table of shifts: pairs of
// bytes, then whole grams). The longer the shortest pattern, the wider the stride. What remains is checked by
// a hash of each length that a pattern has, and then byte by byte.
class PatternSearch {
 public:
  enum class Letters { exact, any_case };  // any_case folds ASCII letters only
  enum class Among { all, long_ones };     // those of k_long characters or more alone take a quicker pass
  static constexpr std::size_t k_long = 6;
  // Of a pattern that has bytes of 0 as UTF-16 has, half as many as it has bytes.
  [[nodiscard]] static std::size_t characters_of(std::string_view pattern);

  PatternSearch() : PatternSearch(PatternList{}, Letters::exact) {}
  PatternSearch(PatternList patterns, Letters letters);

  // The last bytes of a stream so far; a fresh one starts a stream.
  struct State {
    std::vector<std::uint8_t> tail{};
  };
  // `pattern` is its number, `end` the offset in this chunk one past its last byte.
  using OnHit = std::function<void(std::size_t pattern, std::size_t end)>;

  // Goes on with the next chunk of a stream; hits come in the order of their ends.
  // With long_ones, shorter patterns may be met or not.
  void feed(State& state, std::span<const std::uint8_t> chunk, const OnHit& on_hit,
            Among among = Among::all) const;

  [[nodiscard]] const PatternList& patterns() const { return patterns_; }
  [[nodiscard]] bool empty() const { return patterns_.size() == 0; }
  [[nodiscard]] std::size_t longest() const { return longest_; }

 private:
  struct Hit {
    std::size_t pattern;
    std::size_t end;
  };
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t number = 0;  // of the pattern, from 1; 0: empty
  };
  struct Group {
    std::size_t gram = 0;    // bytes
    std::size_t fewest = 0;  // bytes of its shortest pattern
    std::vector<std::uint32_t> members;
    HashFilter grams;
    HashFilter starts;                   // of the first bytes, as many as all have and a word holds
    std::vector<std::uint16_t> lengths;  // that occur, ascending
    std::vector<Slot> slots;             // by the hash of whole patterns, open addressing
    unsigned shift = 63;
  };
  // The groups that one pass looks for.
  struct Pass {
    std::size_t stride = 0;            // 0: nothing to look for
    std::vector<std::uint64_t> pairs;  // bits: first two bytes of grams, in what a first-level cache holds
    std::array<Group, 2> groups;
  };
  using Bytes = std::span<const std::uint8_t>;

  void sort_in(std::size_t pattern);
  void prepare(Pass& pass);
  void fill(Group& group, std::size_t stride) const;
  static void put_in_slots(Group& group, const std::vector<std::uint64_t>& hashes);
  void add_pairs(Pass& pass, const Group& group) const;
  [[nodiscard]] std::uint64_t extended(std::uint64_t hash, const std::uint8_t* bytes,
                                       std::size_t count) const;
  [[nodiscard]] std::uint64_t word_at(const std::uint8_t* at, std::size_t count) const;
  [[nodiscard]] bool stands_at(std::size_t pattern, const std::uint8_t* at) const;
  void find(Bytes text, Among among, std::vector<Hit>& hits) const;
  void scan(const Pass& pass, Bytes text, std::vector<Hit>& hits) const;
  [[nodiscard]] std::size_t next_likely(const Pass& pass, Bytes text, std::size_t at) const;
  void verify(const Group& group, std::size_t stride, Bytes text, std::size_t at,
              std::vector<Hit>& hits) const;
  void look_up(const Group& group, std::uint64_t hash, Bytes text, std::size_t begin, std::size_t length,
               std::vector<Hit>& hits) const;

  PatternList patterns_;
  std::array<std::uint8_t, 256> folded_{};
  std::uint64_t fold_mask_ = 0;  // sets the bit in which letters of both cases differ, in a gram
  Pass short_, long_;
  std::size_t longest_ = 0;
};

}  // namespace shareready
