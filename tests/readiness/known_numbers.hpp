#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "readiness/checks.hpp"
#include "readiness/told_joint.hpp"

namespace shareready::readiness::test {

// What somebody knows of each number.
struct KnownNumbers {
  std::vector<CountRange> ranges;
  void take(const std::vector<std::uint64_t>& numbers) {
    if (ranges.empty()) ranges.assign(numbers.size(), {1000, 0});
    for (std::size_t i = 0; i < numbers.size(); ++i)
      ranges[i] = {std::min(ranges[i].least, numbers[i]), std::max(ranges[i].most, numbers[i])};
  }
  // A number of few persons that it can only be; 0: none.
  [[nodiscard]] std::uint64_t only(std::size_t i, std::uint64_t k) const {
    const CountRange& range = ranges[i];
    return range.least == range.most && range.least < fewest_told(k) ? range.least : 0;
  }
};

// The most persons are most of the work. The proof is the release's: what the sanitizers look for, few show
// too.
#ifdef __SANITIZE_ADDRESS__
inline constexpr std::array k_few_persons{5U, 6U, 8U};
inline constexpr std::array k_fewer_persons{5U, 6U};
#else
inline constexpr std::array k_few_persons{5U, 6U, 8U, 9U, 10U};
inline constexpr std::array k_fewer_persons{5U, 6U, 7U, 8U};  // nine hold too, in a minute more
#endif

}  // namespace shareready::readiness::test
