#include "risk/sample_risk.hpp"

#include <algorithm>

#include "risk/grouping.hpp"

namespace shareready::risk {
namespace {

std::vector<std::uint32_t> sizes_of_keys(const std::vector<std::uint64_t>& keys) {
  KeyIndex index(keys.size());
  std::vector<std::uint32_t> sizes;
  for (const std::uint64_t key : keys) {
    const std::uint32_t number = index.find_or_add(key);
    if (number == sizes.size()) sizes.push_back(0);
    ++sizes[number];
  }
  return sizes;
}

std::uint64_t count_uniques(const std::vector<std::uint32_t>& sizes) {
  return static_cast<std::uint64_t>(std::count(sizes.begin(), sizes.end(), 1U));
}

// The columns as codes of their levels.
struct LevelColumns {
  std::vector<std::vector<Code>> codes;
  std::vector<std::size_t> values;
};

LevelColumns columns_at(const EncodedTable& table, const Levels& levels) {
  LevelColumns columns;
  for (std::size_t i = 0; i < table.attributes.size(); ++i) {
    const Hierarchy& hierarchy = table.attributes[i].hierarchy;
    auto& codes = columns.codes.emplace_back();
    codes.reserve(table.rows());
    for (const Code code : table.cells[i]) codes.push_back(hierarchy.up[levels[i]][code]);
    columns.values.push_back(hierarchy.names[levels[i]].size());
  }
  return columns;
}

std::vector<std::uint64_t> keys_of(const LevelColumns& columns, const std::vector<std::size_t>& chosen) {
  std::vector<const std::vector<Code>*> codes;
  std::vector<std::size_t> values;
  for (const std::size_t i : chosen) {
    codes.push_back(&columns.codes[i]);
    values.push_back(columns.values[i]);
  }
  return row_keys(codes, values);
}

}  // namespace

SampleRisk sample_risk(std::span<const std::uint32_t> class_sizes, std::uint32_t k) {
  SampleRisk risk;
  for (const std::uint32_t size : class_sizes) {
    if (size == 0) continue;
    ++risk.classes;
    risk.rows += size;
    if (size == 1) ++risk.uniques;
    if (size < k) risk.rows_below_k += size;
    risk.smallest_class = risk.smallest_class == 0 ? size : std::min(risk.smallest_class, size);
  }
  if (risk.rows == 0) return risk;
  risk.highest = 1.0 / risk.smallest_class;
  risk.average = static_cast<double>(risk.classes) / static_cast<double>(risk.rows);
  return risk;
}

JournalistRisk journalist_risk(std::span<const std::uint32_t> class_sizes,
                               std::span<const std::uint64_t> population_sizes) {
  JournalistRisk risk;
  double rows = 0.0;
  for (std::size_t i = 0; i < class_sizes.size(); ++i) {
    const double one =
        1.0 / static_cast<double>(std::max<std::uint64_t>(population_sizes[i], class_sizes[i]));
    risk.highest = std::max(risk.highest, one);
    risk.average += one * class_sizes[i];
    rows += class_sizes[i];
  }
  if (rows > 0.0) risk.average /= rows;
  return risk;
}

std::map<std::uint32_t, std::uint64_t> size_histogram(std::span<const std::uint32_t> class_sizes) {
  std::map<std::uint32_t, std::uint64_t> histogram;
  for (const std::uint32_t size : class_sizes) {
    if (size > 0) ++histogram[size];
  }
  return histogram;
}

SampleRisk sample_risk_of_matches(std::span<const std::uint32_t> matches, std::uint32_t k) {
  SampleRisk risk;
  double chances = 0.0;
  for (const std::uint32_t size : matches) {
    ++risk.rows;
    if (size == 1) ++risk.uniques;
    if (size < k) ++risk.rows_below_k;
    risk.smallest_class = risk.smallest_class == 0 ? size : std::min(risk.smallest_class, size);
    chances += 1.0 / size;
  }
  if (risk.rows == 0) return risk;
  risk.highest = 1.0 / risk.smallest_class;
  risk.average = chances / static_cast<double>(risk.rows);
  return risk;
}

std::vector<ColumnRisk> column_risks(const EncodedTable& table, const Levels& levels) {
  const LevelColumns columns = columns_at(table, levels);
  const auto rows = static_cast<double>(table.rows());
  const std::uint64_t uniques = count_uniques(equivalence_classes(table, levels).sizes);
  std::vector<ColumnRisk> risks;
  for (std::size_t i = 0; i < columns.codes.size(); ++i) {
    std::vector<std::size_t> others;
    for (std::size_t j = 0; j < columns.codes.size(); ++j) {
      if (j != i) others.push_back(j);
    }
    const std::uint64_t without =
        others.empty() ? (table.rows() == 1 ? 1 : 0) : count_uniques(sizes_of_keys(keys_of(columns, others)));
    ColumnRisk risk{.uniques_added = uniques - std::min(uniques, without)};
    const std::vector<std::uint32_t> sizes = sizes_of_keys(keys_of(columns, {i}));
    double same = 0.0;
    for (const std::uint32_t size : sizes) same += static_cast<double>(size) * (size - 1.0);
    if (rows > 0.0) risk.distinction = static_cast<double>(sizes.size()) / rows;
    if (rows > 1.0) risk.separation = 1.0 - same / (rows * (rows - 1.0));
    risks.push_back(risk);
  }
  return risks;
}

}  // namespace shareready::risk
