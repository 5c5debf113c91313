#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace shareready {

// Finds any of many byte patterns in one pass over a stream: the automaton of Aho and Corasick
// (doi:10.1145/360825.360855) with all transitions resolved and bytes grouped into classes.
class PatternSearch {
 public:
  enum class Letters { exact, any_case };  // any_case folds ASCII letters only

  PatternSearch() : PatternSearch({}, Letters::exact) {}
  PatternSearch(const std::vector<std::string>& patterns, Letters letters);

  // Where in the automaton a stream is; a fresh one starts a stream.
  struct State {
    std::uint32_t node = 0;
  };
  // `pattern` is its index, `end` the offset in this chunk one past its last byte.
  using OnHit = std::function<void(std::size_t pattern, std::size_t end)>;

  // Goes on with the next chunk of a stream.
  void feed(State& state, std::span<const std::uint8_t> chunk, const OnHit& on_hit) const;

  [[nodiscard]] bool empty() const { return pattern_count_ == 0; }
  [[nodiscard]] std::size_t longest() const { return longest_; }

 private:
  struct Builder;
  void report(std::uint32_t node, std::size_t end, const OnHit& on_hit) const;

  std::array<std::uint16_t, 256> class_of_{};
  std::array<bool, 256> leaves_root_{};
  std::size_t classes_ = 1;
  std::vector<std::uint32_t> next_;     // node * classes_ + class -> node
  std::vector<std::uint32_t> shorter_;  // node -> nearest shorter suffix that ends a pattern, 0: none
  std::vector<std::vector<std::uint32_t>> patterns_;  // node -> patterns that end there
  std::vector<std::uint8_t> ends_any_;                // node -> it or a shorter suffix ends a pattern
  std::size_t pattern_count_ = 0;
  std::size_t longest_ = 0;
};

}  // namespace shareready
