#include "deid/bands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace shareready {
namespace {

// The number with fewest decimals that is not below `low` and below `high`.
double roundest_between(double low, double high) {
  double scale = 1.0;
  for (int decimals = 0; decimals < 9; ++decimals, scale *= 10.0) {
    const double rounded = std::ceil(low * scale) / scale;
    if (rounded >= low && rounded < high) return rounded;
  }
  return low;
}

std::vector<std::string> names_up_to(const std::vector<double>& cuts) {
  if (cuts.empty()) return {"any"};
  std::vector<std::string> names{fmt::format("up to {}", cuts.front())};
  for (std::size_t i = 1; i < cuts.size(); ++i) {
    names.push_back(fmt::format("above {} to {}", cuts[i - 1], cuts[i]));
  }
  names.push_back(fmt::format("above {}", cuts.back()));
  return names;
}

std::vector<std::string> names_from(const std::vector<double>& cut_offs) {
  if (cut_offs.empty()) return {"any"};
  std::vector<std::string> names{fmt::format("below {}", cut_offs.front())};
  for (std::size_t i = 1; i < cut_offs.size(); ++i) {
    names.push_back(fmt::format("{} to below {}", cut_offs[i - 1], cut_offs[i]));
  }
  names.push_back(fmt::format("{} and above", cut_offs.back()));
  return names;
}

// One category of a score while neighbours are joined.
struct Category {
  std::string name;
  std::set<std::size_t> persons;
};

std::size_t smaller_neighbour(const std::vector<Category>& categories, std::size_t at) {
  if (at == 0) return 1;
  if (at + 1 == categories.size()) return at - 1;
  return categories[at - 1].persons.size() <= categories[at + 1].persons.size() ? at - 1 : at + 1;
}

}  // namespace

std::size_t Bands::of(double number) const {
  const auto cut = std::lower_bound(cuts.begin(), cuts.end(), number);
  return static_cast<std::size_t>(cut - cuts.begin());
}

Bands quantile_bands(const PersonsByNumber& persons, std::size_t least, std::size_t most) {
  std::set<std::size_t> all;
  for (const auto& [number, own] : persons) all.insert(own.begin(), own.end());
  const std::size_t wanted = std::max(least, (all.size() + most - 1) / most);
  Bands bands;
  std::set<std::size_t> filled;
  for (auto entry = persons.begin(); entry != persons.end(); ++entry) {
    filled.insert(entry->second.begin(), entry->second.end());
    const auto next = std::next(entry);
    if (next == persons.end() || filled.size() < wanted) continue;
    std::set<std::size_t> rest;
    for (auto other = next; other != persons.end() && rest.size() < least; ++other) {
      rest.insert(other->second.begin(), other->second.end());
    }
    if (rest.size() < least) break;
    bands.cuts.push_back(roundest_between(entry->first, next->first));
    filled.clear();
  }
  bands.names = names_up_to(bands.cuts);
  return bands;
}

Bands given_bands(const PersonsByNumber& persons, const std::vector<double>& cut_offs,
                  const std::vector<std::string>& labels, std::size_t least) {
  const std::vector<std::string> names = labels.empty() ? names_from(cut_offs) : labels;
  std::vector<Category> categories;
  for (const std::string& name : names) categories.push_back({.name = name, .persons = {}});
  for (const auto& [number, own] : persons) {
    const auto above = std::upper_bound(cut_offs.begin(), cut_offs.end(), number);
    categories[static_cast<std::size_t>(above - cut_offs.begin())].persons.insert(own.begin(), own.end());
  }
  std::vector<double> begins = cut_offs;
  while (categories.size() > 1) {
    const auto few = std::find_if(categories.begin(), categories.end(),
                                  [&](const Category& one) { return one.persons.size() < least; });
    if (few == categories.end()) break;
    const auto at = static_cast<std::size_t>(few - categories.begin());
    const std::size_t low = std::min(at, smaller_neighbour(categories, at));
    categories[low].name += " or " + categories[low + 1].name;
    categories[low].persons.merge(categories[low + 1].persons);
    categories.erase(categories.begin() + static_cast<std::ptrdiff_t>(low) + 1);
    begins.erase(begins.begin() + static_cast<std::ptrdiff_t>(low));
  }
  Bands bands;
  // A category begins at its cut-off: the cut lies just below.
  for (const double begin : begins) bands.cuts.push_back(std::nextafter(begin, -HUGE_VAL));
  for (Category& category : categories) bands.names.push_back(std::move(category.name));
  return bands;
}

Bands wider_bands(const Bands& bands) {
  Bands wider;
  for (std::size_t i = 1; i < bands.cuts.size(); i += 2) wider.cuts.push_back(bands.cuts[i]);
  wider.names = names_up_to(wider.cuts);
  return wider;
}

}  // namespace shareready
