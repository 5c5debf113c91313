#include "deid/partition_choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>

#include "deid/cells.hpp"
#include "risk/class_check.hpp"
#include "risk/mondrian.hpp"

namespace shareready {
namespace {

constexpr double k_below_all = -1.0;  // stands for a missing value: ages and codes are not negative

// One profile as numbers, and the words that they stand for.
struct NumericProfile {
  std::vector<double> numbers;
  std::vector<std::string> words;  // by number; empty where the profile holds numbers
  double missing = k_below_all;
};

bool holds_numbers(const Profile& profile) {
  return profile.kind == ProfileKind::age || profile.kind == ProfileKind::number;
}

NumericProfile numbers_of(const Profile& profile) {
  NumericProfile result;
  double least = 0.0;
  for (const std::string& cell : profile.shown) {
    result.numbers.push_back(is_number(cell) ? std::stod(cell) : std::numeric_limits<double>::quiet_NaN());
    if (is_number(cell)) least = std::min(least, result.numbers.back());
  }
  result.missing = least - 1.0;
  for (double& number : result.numbers) number = std::isnan(number) ? result.missing : number;
  return result;
}

NumericProfile codes_of(const Profile& profile) {
  NumericProfile result;
  const std::set<std::string> words(profile.shown.begin(), profile.shown.end());
  result.words.assign(words.begin(), words.end());
  for (const std::string& cell : profile.shown) {
    const auto place = std::lower_bound(result.words.begin(), result.words.end(), cell);
    result.numbers.push_back(static_cast<double>(place - result.words.begin()));
  }
  return result;
}

std::string range_name(const NumericProfile& profile, const risk::Range& range, bool age) {
  const bool single = range.low == range.high;
  if (!profile.words.empty()) {
    return single ? profile.words[static_cast<std::size_t>(range.low)] : std::string(k_missing);
  }
  if (range.low <= profile.missing) return std::string(k_missing);
  if (single) return fmt::format("{}", range.low);
  return fmt::format(fmt::runtime(age ? "{}-{}" : "{} to {}"), range.low, range.high);
}

double width_of(const std::vector<double>& numbers) {
  const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
  return *high - *low;
}

}  // namespace

Result<bool> partition_profiles(LevelChoice& choice, const risk::PrivacyModel& model) {
  const std::size_t persons = choice.profiles.front().values.size();
  choice.levels = risk::lowest_levels(choice.table);
  choice.suppressed.assign(persons, false);
  choice.proven = false;
  if (persons < risk::k_with_average(model)) return false;
  std::vector<NumericProfile> numeric;
  std::vector<std::vector<double>> columns;
  for (const Profile& profile : choice.profiles) {
    numeric.push_back(holds_numbers(profile) ? numbers_of(profile) : codes_of(profile));
    columns.push_back(numeric.back().numbers);
  }
  SR_TRY(const risk::Partition partition, risk::partition_strictly(columns, model));
  double weights = 0.0;
  for (std::size_t i = 0; i < choice.profiles.size(); ++i) {
    const double whole = width_of(columns[i]);
    const bool age = choice.profiles[i].kind == ProfileKind::age;
    double lost = 0.0;
    auto& ranges = choice.ranges.emplace_back();
    for (std::size_t person = 0; person < persons; ++person) {
      const risk::Range& range = partition.ranges[partition.of_row[person]][i];
      ranges.push_back(range_name(numeric[i], range, age));
      lost += whole > 0.0 ? (range.high - range.low) / whole : 0.0;
    }
    choice.losses.push_back(lost / static_cast<double>(persons));
    const double weight = choice.table.attributes[i].weight;
    choice.loss += weight * choice.losses.back();
    weights += weight;
  }
  choice.loss /= weights;
  return true;
}

}  // namespace shareready
