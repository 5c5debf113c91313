#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "readiness/told_counts.hpp"

// Every way to part few persons into groups, and what may be told of it.
namespace shareready::readiness::test {

using Parts = std::vector<std::uint64_t>;

inline std::uint64_t in_parts(const Parts& parts, std::uint64_t from, std::uint64_t to) {
  std::uint64_t persons = 0;
  for (const std::uint64_t size : parts) persons += size >= from && size <= to ? size : 0;
  return persons;
}

inline RiskFigures figures_in(const Parts& parts, std::uint64_t k) {
  const std::uint64_t persons = in_parts(parts, 1, 1000);
  return {.uniques = in_parts(parts, 1, 1),
          .below_k = in_parts(parts, 1, k - 1),
          .smallest_group = *std::min_element(parts.begin(), parts.end()),
          .groups = parts.size(),
          .average = static_cast<double>(parts.size()) / static_cast<double>(persons)};
}

inline std::vector<Parts> all_parts(std::uint64_t persons, std::uint64_t largest) {
  if (persons == 0) return {Parts{}};
  std::vector<Parts> all;
  for (std::uint64_t size = std::min(persons, largest); size > 0; --size) {
    for (Parts& rest : all_parts(persons - size, size)) {
      rest.push_back(size);
      all.push_back(std::move(rest));
    }
  }
  return all;
}

// Every way to part each of these groups again.
inline std::vector<Parts> all_finer(const Parts& groups) {
  std::vector<Parts> all{{}};
  for (const std::uint64_t size : groups) {
    std::vector<Parts> longer;
    for (const Parts& begun : all) {
      for (const Parts& part : all_parts(size, size)) {
        longer.push_back(begun);
        longer.back().insert(longer.back().end(), part.begin(), part.end());
      }
    }
    all = std::move(longer);
  }
  for (Parts& one : all) std::sort(one.begin(), one.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

// Groups, those with one column left out, and those with two: each of the next is made of the one before.
struct Chain {
  Parts whole, one, two;
};

inline std::vector<Chain> all_chains(std::uint64_t persons) {
  std::vector<Chain> all;
  for (const Parts& two : all_parts(persons, persons)) {
    for (const Parts& one : all_finer(two)) {
      for (const Parts& whole : all_finer(one)) all.push_back({whole, one, two});
    }
  }
  return all;
}

inline bool count_fits(std::uint64_t persons, const Json& told) {
  if (told.is_number()) return persons == static_cast<std::uint64_t>(told.as_int());
  const std::string& words = told.as_string();
  const std::uint64_t limit = std::stoull(words.front() == '<' ? words.substr(1) : words);
  return words.front() == '<' ? persons > 0 && persons < limit : persons >= limit;
}

inline bool chance_fits(const Parts& parts, const ToldFigures& told) {
  const double average = static_cast<double>(parts.size()) / static_cast<double>(in_parts(parts, 1, 1000));
  if (!told.at_most) return std::abs(average - told.average) < 1e-9;
  const auto steps = {0.01, 0.05, 0.1, 0.25, 0.5, 1.0};
  return std::any_of(steps.begin(), steps.end(), [&](double step) {
    return std::abs(std::ceil(average / step - 1e-9) * step - told.average) < 1e-9;
  });
}

inline std::string words_in(const std::vector<ToldFigures>& told) {
  std::string words;
  for (const ToldFigures& one : told)
    words += one.uniques.as_string() + " " + std::to_string(one.average) + (one.at_most ? "<" : "") + "; ";
  return words;
}

}  // namespace shareready::readiness::test
