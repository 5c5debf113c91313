#include "readiness/told_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace shareready::readiness {
namespace {

// With two numbers, one of which somebody knows not to be, a step would tell the other. What a bound leaves
// of a step is held to it too.
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
  const bool few = range.least > 0 && range.most < fewest;
  if (range.least == range.most && !few) return range.least;
  if (few) return fmt::format("<{}", fewest);
  return fmt::format("{}+", range.least);
}

namespace {

std::uint64_t greatest(std::initializer_list<std::uint64_t> least_within) {
  std::uint64_t least = 0;
  for (const std::uint64_t one : least_within) least = std::max(least, one);
  return least;
}

CountRange step_in(const StepsOf& steps, std::uint64_t alone) {
  const std::uint64_t lowest = step_of(steps.fewest, steps.persons, steps.fewest).most;
  if (steps.few_open && alone <= lowest) return {.least = 0, .most = lowest};
  return step_of(alone, steps.persons, steps.fewest);
}

// The numbers that are told alike beside the bound, which is told: by the bound alone, not by the number, so
// that the words of either step tell no more than those of both.
CountRange step_beside(std::uint64_t alone, std::uint64_t bound, const StepsOf& steps) {
  CountRange step = step_in(steps, alone), cut = step_in(steps, bound);
  const bool narrow = bound > 0 && cut.most - bound + 1 < k_narrowest_step && cut.most < steps.persons;
  if (narrow) cut.most = step_in(steps, cut.most + 1).most;
  if (narrow && alone <= cut.most) step = cut;
  step.least = std::max(step.least, bound);
  return step;
}

}  // namespace

ToldCount told_in_steps(std::uint64_t alone, const StepsOf& steps,
                        std::initializer_list<std::uint64_t> least_within) {
  const CountRange range = step_beside(alone, greatest(least_within), steps);
  return {.range = range, .words = words_of(range, steps.fewest)};
}

ToldCount told_openly(std::uint64_t persons, std::uint64_t fewest,
                      std::initializer_list<std::uint64_t> least_within) {
  const CountRange range{.least = greatest(least_within), .most = persons};
  return {.range = range, .words = words_of(range, fewest)};
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
