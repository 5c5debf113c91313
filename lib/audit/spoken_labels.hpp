#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace shareready {

// Labels that chance would find anywhere ("07", "P1") where a word before them says that they are somebody's:
// "subject 7", "Participant: 07", "pp07", "sub-007". Leading zeros come and go. "sub-07" itself is
// met as well as by the search for labels with their prefix.
class SpokenLabels {
 public:
  // Labels without a digit ("control") say nothing behind such a word and are left out.
  void add(std::string_view label, std::uint32_t needle);
  [[nodiscard]] bool empty() const { return needles_.empty(); }
  // The label of a cell or value of which the name of the column or key says that it is a person's.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view label) const;

  using OnHit = std::function<void(std::uint32_t needle, std::size_t begin, std::size_t end)>;
  void find_in(std::string_view text, const OnHit& on_hit) const;

 private:
  std::unordered_map<std::string, std::uint32_t> needles_;  // without leading zeros, in lower case
};

}  // namespace shareready
