#include "audit/pattern_search.hpp"

#include <algorithm>
#include <cstddef>

namespace shareready {
namespace {

std::uint8_t folded(std::uint8_t byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<std::uint8_t>(byte - 'A' + 'a') : byte;
}

}  // namespace

struct PatternSearch::Builder {
  PatternSearch& search;
  Letters letters;

  [[nodiscard]] std::uint8_t key(std::uint8_t byte) const {
    return letters == Letters::any_case ? folded(byte) : byte;
  }

  // Class 0 is every byte that occurs in no pattern.
  void assign_classes(const std::vector<std::string>& patterns) const {
    std::array<std::uint16_t, 256> class_of_key{};
    for (const std::string& pattern : patterns) {
      for (const char c : pattern) {
        std::uint16_t& of_key = class_of_key[key(static_cast<std::uint8_t>(c))];
        if (of_key == 0) of_key = static_cast<std::uint16_t>(search.classes_++);
      }
    }
    for (std::size_t byte = 0; byte < 256; ++byte) {
      search.class_of_[byte] = class_of_key[key(static_cast<std::uint8_t>(byte))];
    }
  }

  std::uint32_t add_node() const {
    search.next_.resize(search.next_.size() + search.classes_, 0);
    search.patterns_.emplace_back();
    return static_cast<std::uint32_t>(search.patterns_.size() - 1);
  }

  void add_pattern(const std::string& pattern, std::uint32_t index) const {
    if (pattern.empty()) return;
    std::uint32_t node = 0;
    for (const char c : pattern) {
      const std::size_t slot = node * search.classes_ + search.class_of_[static_cast<std::uint8_t>(c)];
      if (search.next_[slot] == 0) {
        const std::uint32_t fresh = add_node();
        search.next_[slot] = fresh;
      }
      node = search.next_[slot];
    }
    search.patterns_[node].push_back(index);
    search.longest_ = std::max(search.longest_, pattern.size());
  }

  // Breadth first: a missing transition becomes that of the longest proper suffix.
  void resolve() const {
    const std::size_t nodes = search.patterns_.size();
    std::vector<std::uint32_t> suffix(nodes, 0);
    search.shorter_.assign(nodes, 0);
    search.ends_any_.assign(nodes, 0);
    std::vector<std::uint32_t> queue = {0};
    queue.reserve(nodes);
    for (std::size_t head = 0; head < queue.size(); ++head) {
      const std::uint32_t node = queue[head];
      const std::uint32_t back = suffix[node];
      search.shorter_[node] = search.patterns_[back].empty() ? search.shorter_[back] : back;
      search.ends_any_[node] = !search.patterns_[node].empty() || search.shorter_[node] != 0;
      for (std::size_t c = 0; c < search.classes_; ++c) {
        std::uint32_t& child = search.next_[node * search.classes_ + c];
        const std::uint32_t instead = node == 0 ? 0 : search.next_[back * search.classes_ + c];
        if (child == 0) {
          child = instead;
        } else {
          suffix[child] = instead;
          queue.push_back(child);
        }
      }
    }
  }
};

PatternSearch::PatternSearch(const std::vector<std::string>& patterns, Letters letters)
    : pattern_count_(patterns.size()) {
  const Builder builder{*this, letters};
  builder.assign_classes(patterns);
  builder.add_node();
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    builder.add_pattern(patterns[i], static_cast<std::uint32_t>(i));
  }
  builder.resolve();
  for (std::size_t byte = 0; byte < 256; ++byte) leaves_root_[byte] = next_[class_of_[byte]] != 0;
}

void PatternSearch::report(std::uint32_t node, std::size_t end, const OnHit& on_hit) const {
  for (std::uint32_t at = patterns_[node].empty() ? shorter_[node] : node; at != 0; at = shorter_[at]) {
    for (const std::uint32_t pattern : patterns_[at]) on_hit(pattern, end);
  }
}

void PatternSearch::feed(State& state, std::span<const std::uint8_t> chunk, const OnHit& on_hit) const {
  if (pattern_count_ == 0) return;
  const std::uint8_t* const begin = chunk.data();
  const std::uint8_t* const end = begin + chunk.size();
  std::uint32_t node = state.node;
  for (const std::uint8_t* at = begin; at != end; ++at) {
    if (node == 0) {
      while (at != end && !leaves_root_[*at]) ++at;
      if (at == end) break;
    }
    node = next_[node * classes_ + class_of_[*at]];
    if (ends_any_[node] != 0) report(node, static_cast<std::size_t>(at + 1 - begin), on_hit);
  }
  state.node = node;
}

}  // namespace shareready
