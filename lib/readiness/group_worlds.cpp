#include "readiness/group_worlds.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "readiness/told_steps.hpp"

namespace shareready::readiness {
namespace {

constexpr double k_chance_rounding = 1e-9;

bool is_few_of(std::uint64_t persons, std::uint64_t fewest) { return persons > 0 && persons < fewest; }

// How many groups some persons can form.
struct GroupRange {
  std::uint64_t least = 0, most = 0;
};

// Nothing where no groups of sizes `from` to `to` (0: any) hold so many persons.
std::optional<GroupRange> groups_holding(std::uint64_t persons, std::uint64_t from, std::uint64_t to) {
  if (persons == 0) return GroupRange{};
  if (to != 0 && to < from) return std::nullopt;
  const GroupRange range{.least = to == 0 ? 1 : (persons + to - 1) / to, .most = persons / from};
  return range.least > range.most ? std::nullopt : std::optional(range);
}

// The same where one of them has `smallest` persons and none fewer.
std::optional<GroupRange> groups_with(std::uint64_t smallest, std::uint64_t persons, std::uint64_t to) {
  if (persons < smallest) return std::nullopt;
  auto others = groups_holding(persons - smallest, smallest, to);
  if (!others) return std::nullopt;
  return GroupRange{.least = others->least + 1, .most = others->most + 1};
}

// The groups of at least k persons, by the rows that are told.
std::optional<GroupRange> large_groups(const GroupCounts& world, const GroupTelling& telling) {
  const bool large_alone = telling.smallest >= telling.fewest;
  if (telling.rows.empty()) {
    const std::uint64_t persons = telling.persons - world.below_k;
    return large_alone ? groups_with(telling.smallest, persons, 0) : groups_holding(persons, telling.k, 0);
  }
  GroupRange all;
  for (const GroupSizes& row : telling.rows) {
    const std::uint64_t alone = row.from == 1 ? world.alone : 0;
    const bool holds_others = row.from <= 2 && telling.k > 2 && row.to != 1;
    const std::uint64_t below = alone + (holds_others ? world.below_k - world.alone : 0);
    if (below > row.after) return std::nullopt;
    const bool small = row.to != 0 && row.to < telling.k;
    if (small && below != row.after) return std::nullopt;
    const bool here =
        large_alone && row.from <= telling.smallest && (row.to == 0 || telling.smallest <= row.to);
    const auto range = here ? groups_with(telling.smallest, row.after - below, row.to)
                            : groups_holding(row.after - below, std::max(row.from, telling.k), row.to);
    if (!range) return std::nullopt;
    all.least += range->least;
    all.most += range->most;
  }
  return all;
}

// Whether the smallest group surely can be as it is told: the number, or one of few.
bool has_smallest(const GroupCounts& world, const GroupTelling& telling) {
  const std::uint64_t large = telling.persons - world.below_k;
  if (telling.smallest == 0) return true;
  if (telling.smallest < telling.fewest) return world.below_k > 0 || world.groups * telling.fewest > large;
  return world.below_k == 0;
}

bool can_be(const GroupCounts& world, const GroupTelling& telling) {
  if (world.alone > world.below_k || world.below_k > telling.persons) return false;
  if (world.groups < world.alone) return false;
  const auto small = groups_holding(world.below_k - world.alone, 2, telling.k - 1);
  const auto large = large_groups(world, telling);
  if (!small || !large) return false;
  const std::uint64_t others = world.groups - world.alone;
  if (small->least + large->least > others || others > small->most + large->most) return false;
  return has_smallest(world, telling);
}

// Whether a count is told alike in both.
bool is_told_alike(std::uint64_t one, std::uint64_t other, bool told, std::uint64_t fewest) {
  if (one < fewest || other < fewest)
    return one == other || (is_few_of(one, fewest) && is_few_of(other, fewest));
  return !told || one == other;
}

bool is_told_alike(const GroupCounts& one, const GroupCounts& other, const GroupTelling& telling) {
  const std::uint64_t fewest = telling.fewest;
  const auto step = [&](const GroupCounts& counts) {
    return telling.alone_in_steps ? step_of(counts.alone, telling.persons, fewest).least : 0;
  };
  return is_told_alike(one.alone, other.alone, telling.alone, fewest) && step(one) == step(other) &&
         is_told_alike(one.below_k, other.below_k, telling.below_k, fewest) &&
         std::abs(told_average(one, telling) - told_average(other, telling)) < k_chance_rounding;
}

using Numbers = std::array<std::uint64_t, 3>;

Numbers numbers_of(const GroupCounts& counts, const GroupTelling& telling) {
  return {counts.alone, counts.below_k - counts.alone, telling.persons - counts.below_k};
}

struct Span {
  std::uint64_t first = 0, last = 0;
};

Span near(std::uint64_t count) {
  constexpr std::uint64_t k_reach = 12;
  return {count > k_reach ? count - k_reach : 0, count + k_reach};
}

// Ends where `visit` says so.
template <typename Visit>
void visit_worlds_near(const GroupCounts& counts, const GroupTelling& telling, const Visit& visit) {
  const Span alone = near(counts.alone), below = near(counts.below_k), groups = near(counts.groups);
  GroupCounts world;
  for (world.groups = groups.first; world.groups <= groups.last; ++world.groups) {
    for (world.alone = alone.first; world.alone <= alone.last; ++world.alone) {
      for (world.below_k = below.first; world.below_k <= below.last; ++world.below_k) {
        if (can_be(world, telling) && is_told_alike(counts, world, telling) && visit(world)) return;
      }
    }
  }
}

}  // namespace

double told_average(const GroupCounts& counts, const GroupTelling& telling) {
  if (telling.persons == 0) return 0.0;
  const double average = static_cast<double>(counts.groups) / static_cast<double>(telling.persons);
  return telling.step > 0.0 ? std::ceil(average / telling.step - k_chance_rounding) * telling.step : average;
}

bool leaves_open(const GroupCounts& counts, const GroupTelling& telling) {
  const Numbers known = numbers_of(counts, telling);
  std::array<bool, 3> open{};
  for (std::size_t i = 0; i < known.size(); ++i) open[i] = !is_few_of(known[i], telling.fewest);
  const auto all = [&open] { return std::all_of(open.begin(), open.end(), [](bool one) { return one; }); };
  if (all()) return true;
  visit_worlds_near(counts, telling, [&](const GroupCounts& world) {
    const Numbers other = numbers_of(world, telling);
    for (std::size_t i = 0; i < known.size(); ++i) open[i] = open[i] || other[i] != known[i];
    return all();
  });
  return all();
}

std::uint64_t least_alone(std::uint64_t persons, std::uint64_t groups) {
  return 2 * groups > persons ? 2 * groups - persons : 0;
}

std::uint64_t least_below(std::uint64_t persons, std::uint64_t groups, std::uint64_t k) {
  if (k < 2 || k * groups <= persons) return 0;
  return (k * groups - persons + k - 2) / (k - 1);
}

}  // namespace shareready::readiness
