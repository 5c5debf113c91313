#include "risk/suda.hpp"

#include <algorithm>
#include <map>

#include "risk/grouping.hpp"

namespace shareready::risk {
namespace {

using ColumnSet = std::uint64_t;  // a bit for each column

// The next larger number with as many bits (Hacker's Delight, section 2-1).
ColumnSet next_of_size(ColumnSet set) {
  const ColumnSet lowest = set & (~set + 1);
  const ColumnSet ripple = set + lowest;
  return (((ripple ^ set) >> 2) / lowest) | ripple;
}

double score_of(std::size_t size, std::size_t depth, std::size_t columns) {
  double score = 1.0;
  for (std::size_t i = size; i <= depth; ++i) score *= static_cast<double>(columns - i);
  return score;
}

std::vector<std::uint32_t> rows_unique_in(const EncodedTable& table,
                                          const std::vector<std::vector<Code>>& codes, const Levels& levels,
                                          ColumnSet set) {
  std::vector<const std::vector<Code>*> columns;
  std::vector<std::size_t> values;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if ((set >> i & 1U) == 0) continue;
    columns.push_back(&codes[i]);
    values.push_back(table.attributes[i].hierarchy.names[levels[i]].size());
  }
  constexpr std::uint32_t k_shared = ~std::uint32_t{0};
  KeyIndex index(table.rows());
  std::vector<std::uint32_t> row_of_key;
  std::uint32_t row = 0;
  for (const std::uint64_t key : row_keys(columns, values)) {
    const std::uint32_t number = index.find_or_add(key);
    if (number == row_of_key.size()) {
      row_of_key.push_back(row);
    } else {
      row_of_key[number] = k_shared;
    }
    ++row;
  }
  std::erase(row_of_key, k_shared);
  return row_of_key;
}

}  // namespace

SudaScores suda_scores(const EncodedTable& table, const Levels& levels, std::size_t depth) {
  const std::size_t width = table.attributes.size();
  SudaScores scores{.of_row = std::vector<double>(table.rows(), 0.0),
                    .msus = std::vector<std::uint32_t>(table.rows(), 0),
                    .by_size = {},
                    .by_column = std::vector<double>(width, 0.0)};
  if (width == 0 || width > 63 || table.rows() < 2) return scores;
  depth = std::clamp<std::size_t>(depth, 1, std::max<std::size_t>(1, width - 1));
  std::vector<std::vector<Code>> codes;
  for (std::size_t i = 0; i < width; ++i) {
    auto& column = codes.emplace_back();
    for (const Code code : table.cells[i])
      column.push_back(table.attributes[i].hierarchy.up[levels[i]][code]);
  }
  std::vector<std::vector<ColumnSet>> found(table.rows());
  double total = 0.0;
  for (std::size_t size = 1; size <= depth; ++size) {
    const double score = width == 1 ? 1.0 : score_of(size, depth, width);
    std::uint64_t count = 0;
    for (ColumnSet set = (ColumnSet{1} << size) - 1; set < ColumnSet{1} << width; set = next_of_size(set)) {
      for (const std::uint32_t row : rows_unique_in(table, codes, levels, set)) {
        const bool minimal = std::none_of(found[row].begin(), found[row].end(),
                                          [set](ColumnSet part) { return (part & set) == part; });
        if (!minimal) continue;
        found[row].push_back(set);
        scores.of_row[row] += score;
        ++scores.msus[row];
        ++count;
        total += score;
        for (std::size_t i = 0; i < width; ++i) {
          if ((set >> i & 1U) != 0) scores.by_column[i] += score;
        }
      }
    }
    scores.by_size.push_back(count);
  }
  for (double& share : scores.by_column) share = total > 0.0 ? share / total : 0.0;
  return scores;
}

}  // namespace shareready::risk
