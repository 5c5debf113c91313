#include "readiness/told_counts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"
#include "readiness/group_worlds.hpp"
#include "readiness/told_steps.hpp"

namespace shareready::readiness {
namespace {

bool is_few(std::uint64_t persons, std::uint64_t fewest) { return persons > 0 && persons < fewest; }

bool has_few(const GroupSizes& row, std::uint64_t fewest) {
  return is_few(row.before, fewest) || is_few(row.after, fewest);
}

// The last row: to 0 stands for 'and above'.
void take_in(GroupSizes& row, const GroupSizes& next) {
  row.to = next.to;
  row.before += next.before;
  row.after += next.after;
}

std::vector<GroupSizes> merged_below(const std::vector<GroupSizes>& rows, std::uint64_t k,
                                     std::uint64_t fewest) {
  const auto above = std::find_if(rows.begin(), rows.end(),
                                  [k](const GroupSizes& row) { return row.to == 0 || row.to >= k; });
  const bool few =
      std::any_of(rows.begin(), above, [fewest](const GroupSizes& row) { return has_few(row, fewest); });
  if (!few) return rows;
  std::vector<GroupSizes> merged{rows.front()};
  for (auto row = rows.begin() + 1; row != above; ++row) take_in(merged.front(), *row);
  merged.insert(merged.end(), above, rows.end());
  return merged;
}

}  // namespace

bool ToldCounts::tell(std::uint64_t persons) {
  const auto above = told_.lower_bound(persons);
  if (above == told_.end()) return false;
  if (*above == persons) return true;
  if (is_few(*above - persons, fewest_) || is_few(persons - *std::prev(above), fewest_)) return false;
  told_.insert(above, persons);
  return true;
}

std::vector<GroupSizes> told_sizes(const RiskFacts& risk, std::uint64_t k) {
  const std::uint64_t fewest = fewest_told(k);
  std::vector<GroupSizes> told;
  for (const GroupSizes& row : merged_below(risk.group_sizes, k, fewest)) {
    const bool open = !told.empty() && has_few(told.back(), fewest);
    if (open) take_in(told.back(), row);
    if (!open) told.push_back(row);
  }
  while (told.size() > 1 && has_few(told.back(), fewest)) {
    const GroupSizes last = told.back();
    told.pop_back();
    take_in(told.back(), last);
  }
  return told;
}

namespace {

// Chances are rounded up to the first of these that gives nothing away; 1 tells nothing at all.
constexpr std::array k_steps{0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0};

// What the rows tell, as persons in groups up to a size.
ToldCounts told_by_rows(const ToldOf& of) {
  ToldCounts counts(of.persons, fewest_told(of.k));
  std::uint64_t persons = 0;
  for (const GroupSizes& row : of.rows) {
    persons += row.after;
    counts.tell(persons);
  }
  return counts;
}

// Whether no difference of counts that contain one another is one of few persons.
bool may_tell(const GroupCounts& counts, const GroupTelling& telling, ToldCounts beside) {
  return (!telling.below_k || beside.tell(counts.below_k)) && (!telling.alone || beside.tell(counts.alone));
}

// The most that can be told; none where whatever is told gives something away.
std::optional<GroupTelling> open_telling(const GroupCounts& counts, const ToldOf& of) {
  GroupTelling telling{.persons = of.persons,
                       .k = of.k,
                       .fewest = fewest_told(of.k),
                       .rows = of.rows,
                       .smallest = of.smallest};
  const ToldCounts beside = told_by_rows(of);
  for (const double step : k_steps) {
    telling.step = step;
    for (const auto& [first, second] :
         {std::pair(true, true), std::pair(true, false), std::pair(false, true), std::pair(false, false)}) {
      telling.alone = of.alone_first ? first : second;
      telling.below_k = of.alone_first ? second : first;
      for (const bool in_steps : {!telling.alone, false}) {
        telling.alone_in_steps = in_steps;
        if (may_tell(counts, telling, beside) && leaves_open(counts, telling)) return telling;
      }
    }
  }
  return std::nullopt;
}

Json told_or_least(std::uint64_t persons, bool told, std::uint64_t least, std::uint64_t k) {
  if (told || persons < fewest_told(k)) return count_json(persons, k);
  return fmt::format("{}+", std::max(least, fewest_told(k)));
}

GroupCounts counts_of(const RiskFigures& figures) {
  return {.groups = figures.groups, .alone = figures.uniques, .below_k = figures.below_k};
}

ToldOf told_by_sizes(const RiskFacts& risk, std::uint64_t k, bool after) {
  ToldOf of{.persons = risk.persons, .k = k, .rows = told_sizes(risk, k)};
  of.smallest = (after ? risk.after : risk.before).smallest_group;
  for (GroupSizes& row : of.rows) row.after = after ? row.after : row.before;
  return of;
}

}  // namespace

ToldFigures told_figures(const RiskFigures& figures, const ToldOf& of) {
  const GroupCounts counts = counts_of(figures);
  const std::optional<GroupTelling> found = open_telling(counts, of);
  // Of so few persons: nothing, in the form of a count and a chance.
  if (!found)
    return {.uniques = "0+",
            .below_k = "0+",
            .groups = Json(),
            .smallest = "1+",
            .average = 1.0,
            .at_most = true};
  const GroupTelling& telling = *found;
  const bool groups = telling.step == 0.0;
  const std::uint64_t by_groups = groups ? least_alone(of.persons, figures.groups) : 0;
  const std::uint64_t by_step =
      telling.alone_in_steps ? step_of(figures.uniques, of.persons, telling.fewest).least : 0;
  const std::uint64_t alone = std::max(by_groups, by_step);
  const std::uint64_t below = groups ? least_below(of.persons, figures.groups, of.k) : 0;
  return {.uniques = told_or_least(figures.uniques, telling.alone, alone, of.k),
          .below_k =
              told_or_least(figures.below_k, telling.below_k,
                            telling.alone ? std::max(below, figures.uniques) : std::max(below, alone), of.k),
          .groups = groups ? Json(figures.groups) : Json(),
          .smallest = count_json(figures.smallest_group, of.k),
          .average = told_average(counts, telling),
          .at_most = telling.step > 0.0};
}

ToldFigures told_before(const RiskFacts& risk, std::uint64_t k) {
  return told_figures(risk.before, told_by_sizes(risk, k, false));
}

ToldFigures told_after(const RiskFacts& risk, std::uint64_t k) {
  return told_figures(risk.after, told_by_sizes(risk, k, true));
}

ToldFigures told_whole(const RiskFacts& risk, std::uint64_t k) {
  return told_figures(
      risk.whole,
      {.persons = risk.persons, .k = k, .smallest = risk.whole.smallest_group, .alone_first = true});
}

bool contains_measure(const MeasureFacts& measure, const MeasureFacts& part) {
  const bool ages = part.limits.empty() || part.limits == measure.limits;
  return ages && std::all_of(part.columns.begin(), part.columns.end(), [&](const std::string& name) {
           return std::find(measure.columns.begin(), measure.columns.end(), name) != measure.columns.end();
         });
}

namespace {

std::size_t parts_of(const MeasureFacts& measure) {
  return measure.columns.size() + (measure.limits.empty() ? 0 : 1);
}

}  // namespace

bool tells_beside(const RiskFigures& finer, const RiskFigures& coarser, std::uint64_t fewest) {
  const auto apart = [](std::uint64_t one, std::uint64_t other) {
    return std::max(one, other) - std::min(one, other);
  };
  return is_few(apart(finer.uniques, coarser.uniques), fewest) ||
         is_few(apart(finer.groups, coarser.groups), fewest);
}

ToldFigures told_beside(const RiskFigures& figures, const std::vector<GroupsTold>& others, const ToldOf& of) {
  ToldFigures told = told_figures(figures, of);
  for (const GroupsTold& other : others) {
    const bool same = other.figures->groups == figures.groups && other.figures->uniques == figures.uniques;
    if (same) told = other.told;
  }
  const bool tells = std::any_of(others.begin(), others.end(), [&](const GroupsTold& other) {
    return tells_beside(*other.figures, figures, fewest_told(of.k));
  });
  if (tells)
    told.uniques = fmt::format("{}+", told.groups.is_number() ? least_alone(of.persons, figures.groups) : 0);
  return told;
}

std::vector<std::size_t> order_of_parts(const std::vector<MeasureFacts>& measures) {
  std::vector<std::size_t> order(measures.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
    return parts_of(measures[one]) < parts_of(measures[other]);
  });
  return order;
}

std::vector<ToldFigures> told_measures(const RiskFacts& risk, std::uint64_t k) {
  std::vector<ToldFigures> told(risk.measures.size());
  std::vector<std::size_t> done;
  for (const std::size_t i : order_of_parts(risk.measures)) {
    const MeasureFacts& measure = risk.measures[i];
    std::vector<GroupsTold> others{{&risk.whole, told_whole(risk, k)}};
    for (const std::size_t part : done) {
      if (contains_measure(measure, risk.measures[part]))
        others.push_back({&risk.measures[part].whole, told[part]});
    }
    told[i] = told_beside(measure.whole, others, {.persons = risk.persons, .k = k, .alone_first = true});
    done.push_back(i);
  }
  return told;
}

ToldFigures told_recipe(const AgeRecipeFacts& recipe, const RiskFacts& risk, std::uint64_t k) {
  return told_figures(recipe.after, {.persons = risk.persons, .k = k});
}

ToldFigures told_recipe_whole(const AgeRecipeFacts& recipe, const RiskFacts& risk, std::uint64_t k) {
  return told_figures(recipe.whole, {.persons = risk.persons, .k = k, .alone_first = true});
}

ToldFigures told_matches(const RiskFigures& figures, std::uint64_t persons, std::uint64_t k) {
  ToldCounts counts(persons, fewest_told(k));
  const bool below = counts.tell(figures.below_k);
  const bool alone = counts.tell(figures.uniques);
  return {.uniques = told_or_least(figures.uniques, alone, 0, k),
          .below_k = told_or_least(figures.below_k, below, 0, k),
          .groups = Json(),
          .smallest = count_json(figures.smallest_group, k),
          .average = figures.average};
}

Json told_among(std::uint64_t persons, ToldCounts& counts, std::uint64_t k) {
  return told_or_least(persons, counts.tell(persons), 0, k);
}

ToldChance told_alone(double average, std::uint64_t persons) {
  const auto groups = static_cast<std::uint64_t>(std::llround(average * static_cast<double>(persons)));
  if (groups + 1 == persons) return {.average = 1.0, .at_most = true};  // two persons alike, all others alone
  return {.average = average};
}

}  // namespace shareready::readiness
