#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace shareready {

// Which persons have each number.
using PersonsByNumber = std::map<double, std::set<std::size_t>>;

// Where numbers are cut into bands: band i holds what is above cut i-1 and up to cut i.
struct Bands {
  std::vector<double> cuts;
  std::vector<std::string> names;  // one more than cuts
  [[nodiscard]] std::size_t of(double number) const;
};

// Bands of about equal numbers of persons, `most` at most, each with at least `least` persons. The cuts are
// the roundest numbers between neighbours, so that hardly any tells a value. One band where there are too
// few.
Bands quantile_bands(const PersonsByNumber& persons, std::size_t least, std::size_t most);

// Categories that begin at given numbers (`labels`: their names, or none); neighbours with fewer than `least`
// persons are joined.
Bands given_bands(const PersonsByNumber& persons, const std::vector<double>& cut_offs,
                  const std::vector<std::string>& labels, std::size_t least);

// The same bands two by two together: what each band of `bands` becomes one level up.
Bands wider_bands(const Bands& bands);

}  // namespace shareready
