#include "risk/wildcard.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include "risk/grouping.hpp"

namespace shareready::risk {
namespace {

using Items = std::vector<std::size_t>;

// Items by which of their columns are missing.
std::map<std::vector<bool>, Items> by_missing(const WeightedItems& items) {
  std::map<std::vector<bool>, Items> groups;
  for (std::size_t item = 0; item < items.rows.size(); ++item) {
    std::vector<bool> pattern;
    for (std::size_t i = 0; i < items.codes.size(); ++i)
      pattern.push_back(items.missing[i] == items.codes[i][item]);
    groups[pattern].push_back(item);
  }
  return groups;
}

// Some of the items.
struct Part {
  const WeightedItems& items;
  const Items& chosen;
};

// One key for each of the items, the first part before the second: equal in the columns, equal keys.
std::vector<std::uint64_t> keys_in(const std::vector<std::size_t>& columns, const Part& first,
                                   const Part& second) {
  if (columns.empty()) return std::vector<std::uint64_t>(first.chosen.size() + second.chosen.size(), 0);
  std::vector<std::vector<Code>> codes;
  std::vector<std::size_t> values;
  for (const std::size_t i : columns) {
    auto& column = codes.emplace_back();
    column.reserve(first.chosen.size() + second.chosen.size());
    for (const Part* part : {&first, &second}) {
      std::transform(part->chosen.begin(), part->chosen.end(), std::back_inserter(column),
                     [&](std::size_t item) { return part->items.codes[i][item]; });
    }
    values.push_back(first.items.values[i]);
  }
  std::vector<const std::vector<Code>*> pointers;
  pointers.reserve(codes.size());
  for (const auto& column : codes) pointers.push_back(&column);
  return row_keys(pointers, values);
}

// Adds the rows of `others` that agree with each of `own` in the columns.
void add_matches(const std::vector<std::size_t>& columns, const Part& own, const Part& others,
                 std::vector<std::uint32_t>& matches) {
  const std::vector<std::uint64_t> keys = keys_in(columns, own, others);
  KeyIndex index(keys.size());
  std::vector<std::uint32_t> rows(keys.size(), 0);
  for (std::size_t i = 0; i < others.chosen.size(); ++i) {
    rows[index.find_or_add(keys[own.chosen.size() + i])] += others.items.rows[others.chosen[i]];
  }
  for (std::size_t i = 0; i < own.chosen.size(); ++i)
    matches[own.chosen[i]] += rows[index.find_or_add(keys[i])];
}

}  // namespace

std::vector<std::uint32_t> count_matches(const WeightedItems& own, const WeightedItems& others) {
  const auto own_groups = by_missing(own);
  const auto other_groups = by_missing(others);
  std::vector<std::uint32_t> matches(own.rows.size(), 0);
  for (const auto& [pattern, chosen] : own_groups) {
    for (const auto& [other_pattern, other_chosen] : other_groups) {
      std::vector<std::size_t> common;
      for (std::size_t i = 0; i < own.codes.size(); ++i) {
        if (!pattern[i] && !other_pattern[i]) common.push_back(i);
      }
      add_matches(common, {own, chosen}, {others, other_chosen}, matches);
    }
  }
  return matches;
}

std::vector<std::uint32_t> count_matches(const WeightedItems& items) { return count_matches(items, items); }

std::optional<Code> missing_at(const Attribute& attribute, std::size_t level) {
  if (!attribute.missing) return std::nullopt;
  const std::vector<Code>& up = attribute.hierarchy.up[level];
  const Code code = up[*attribute.missing];
  return std::count(up.begin(), up.end(), code) == 1 ? std::optional(code) : std::nullopt;
}

std::vector<std::uint32_t> wildcard_matches(const EncodedTable& table, const Levels& levels) {
  WeightedItems items;
  for (std::size_t i = 0; i < table.attributes.size(); ++i) {
    const Hierarchy& hierarchy = table.attributes[i].hierarchy;
    auto& codes = items.codes.emplace_back();
    for (const Code code : table.cells[i]) codes.push_back(hierarchy.up[levels[i]][code]);
    items.values.push_back(hierarchy.names[levels[i]].size());
    items.missing.push_back(missing_at(table.attributes[i], levels[i]));
  }
  items.rows.assign(table.rows(), 1);
  return count_matches(items);
}

}  // namespace shareready::risk
