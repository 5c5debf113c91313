#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "risk/encoded_table.hpp"

namespace shareready::risk {

// The risk that a record is linked to a person by its quasi-identifiers, from the sizes of the classes.
struct SampleRisk {
  std::uint64_t rows = 0;
  std::uint64_t classes = 0;
  std::uint64_t uniques = 0;  // rows alone in their class
  std::uint32_t smallest_class = 0;
  double highest = 0.0;  // prosecutor: knows that the person is in the table; 1 / smallest class
  double average = 0.0;  // of a row; also the marketer's share of right links: classes / rows
  std::uint64_t rows_below_k = 0;
};
SampleRisk sample_risk(std::span<const std::uint32_t> class_sizes, std::uint32_t k);

// The same where missing values agree with every value and rows are in no classes (risk/wildcard.hpp), from
// the rows that each row may be: the average is that of 1 / matches.
SampleRisk sample_risk_of_matches(std::span<const std::uint32_t> matches, std::uint32_t k);

// The journalist's risk, who does not know whether the person is in the table: by the size of each class in
// the population (at least that in the table).
struct JournalistRisk {
  double highest = 0.0;
  double average = 0.0;
};
JournalistRisk journalist_risk(std::span<const std::uint32_t> class_sizes,
                               std::span<const std::uint64_t> population_sizes);

// How many classes there are of each size.
std::map<std::uint32_t, std::uint64_t> size_histogram(std::span<const std::uint32_t> class_sizes);

// What each column adds: the rows that are unique with it but not without it, and how well it separates rows.
struct ColumnRisk {
  std::uint64_t uniques_added = 0;
  double distinction = 0.0;  // different values / rows
  double separation = 0.0;   // share of pairs of rows that differ in it
};
std::vector<ColumnRisk> column_risks(const EncodedTable& table, const Levels& levels);

}  // namespace shareready::risk
