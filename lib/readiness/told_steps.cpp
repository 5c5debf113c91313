#include "readiness/told_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace shareready::readiness {
namespace {

// With two numbers, one of which somebody knows not to be, a step would tell the other.
constexpr std::uint64_t k_narrowest_step = 3;

}  // namespace

CountRange step_of(std::uint64_t alone, std::uint64_t persons, std::uint64_t fewest) {
  if (alone == 0) return {};
  if (persons < 2 * fewest - 1) return {1, persons};
  if (alone < fewest) return {1, fewest - 1};
  const std::uint64_t nearly_all = persons - (fewest - 1);
  if (nearly_all < fewest + k_narrowest_step) return {fewest, persons};
  if (alone >= nearly_all) return {nearly_all, persons};
  const std::uint64_t last = (nearly_all - k_narrowest_step) / fewest * fewest;
  const std::uint64_t least = std::min(alone / fewest * fewest, last);
  return {least, least == last ? nearly_all - 1 : least + fewest - 1};
}

Json words_of(const CountRange& range, std::uint64_t fewest) {
  if (range.least == range.most) return range.least;
  if (range.least > 0 && range.most < fewest) return fmt::format("<{}", fewest);
  return fmt::format("{}+", range.least);
}

namespace {

ToldCount raised(CountRange range, std::uint64_t fewest, std::initializer_list<std::uint64_t> least_within) {
  for (const std::uint64_t least : least_within) range.least = std::max(range.least, least);
  return {.range = range, .words = words_of(range, fewest)};
}

}  // namespace

ToldCount told_in_steps(std::uint64_t alone, std::uint64_t persons, std::uint64_t fewest,
                        std::initializer_list<std::uint64_t> least_within) {
  return raised(step_of(alone, persons, fewest), fewest, least_within);
}

ToldCount told_openly(std::uint64_t persons, std::uint64_t fewest,
                      std::initializer_list<std::uint64_t> least_within) {
  return raised({0, persons}, fewest, least_within);
}

CountRange range_of_words(const Json& words, std::uint64_t persons) {
  if (words.is_number()) {
    const auto count = static_cast<std::uint64_t>(words.as_int());
    return {count, count};
  }
  const std::string& text = words.as_string();
  if (text.front() == '<') return {1, std::min<std::uint64_t>(std::stoull(text.substr(1)) - 1, persons)};
  return {std::stoull(text), persons};
}

}  // namespace shareready::readiness
