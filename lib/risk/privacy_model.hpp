#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "risk/encoded_table.hpp"

namespace shareready::risk {

// What a class of rows that share their quasi-identifiers must show of a sensitive column.
enum class SensitiveModel {
  distinct_l,    // l different values (Machanavajjhala et al. 2007, doi:10.1145/1217299.1217302)
  entropy_l,     // entropy of at least log l (same source)
  recursive_cl,  // the most frequent value is rarer than c times the sum of those from the l-th (same source)
  t_equal_distance,   // variational distance to the whole column at most t (Li et al. 2007,
                      // doi:10.1109/ICDE.2007.367856)
  t_ordered_distance  // earth mover's distance over the order of the codes at most t (same source)
};

struct SensitiveRule {
  SensitiveModel model = SensitiveModel::distinct_l;
  CodedColumn column;      // for t_ordered_distance: codes in the order of the values
  double threshold = 2.0;  // l or t
  double c = 1.0;          // of recursive_cl
};

// What a release has to satisfy.
struct PrivacyModel {
  std::uint32_t k = 1;  // smallest class; where missing values agree with any: rows that each row may be
  std::optional<double> average_risk;  // most classes per row: the marketer's success
  std::vector<SensitiveRule> sensitive;
  // Suppressed rows, if any, are one class more that satisfies all of it: whoever knows a person whose class
  // is not there knows that the row is among them. False: they are in no class, as other tools count.
  bool suppressed_are_class = true;
};

// True where joining classes never makes more rows be suppressed: k, distinct l, and an average risk by the
// fewest rows, since the classes that what was kept lies in are not more, hold no fewer rows, and satisfy k
// and l too. Then a node below one that fails fails too. Rows that are suppressed only to make the suppressed
// enough are not counted here: further up fewer fail, and a whole class may have to go with them.
bool is_monotone(const PrivacyModel& model, bool with_suppression);

// How often each value of the sensitive column occurs in a class: (code, count), in any order.
using ValueCounts = std::span<const std::pair<Code, std::uint32_t>>;

// The figures of one class by itself.
double entropy_l(ValueCounts counts);  // exp of the Shannon entropy
bool is_recursive_cl(ValueCounts counts, double c, std::uint32_t l);
// Distances of a class to the whole column, both as shares; `whole` by code, summing to 1.
double equal_distance(ValueCounts counts, std::span<const double> whole);
double ordered_distance(ValueCounts counts, std::span<const double> whole);

// Whether the class satisfies the rule.
bool satisfies(const SensitiveRule& rule, ValueCounts counts, std::span<const double> whole);

// What a table shows of a sensitive column: the worst class in each respect.
struct SensitiveFigures {
  std::uint32_t distinct_l = 0;
  double entropy_l = 0.0;
  double t_equal = 0.0;
  double t_ordered = 0.0;
  double basic_beta =
      0.0;  // largest relative gain of a value's share (Cao and Karras 2012, doi:10.14778/2350229.2350255)
};
// Rows whose class is none (of_row: the number of classes) count in the whole column only.
SensitiveFigures measure_sensitive(const Classes& classes, const CodedColumn& column);

// Codes of numbers in their order, for t_ordered_distance.
CodedColumn code_numbers(std::span<const double> numbers);

// The share of each code in the column.
std::vector<double> distribution_of(const CodedColumn& column);

}  // namespace shareready::risk
