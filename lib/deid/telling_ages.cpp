#include "deid/telling_ages.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace shareready {
namespace {

// The highest age that somebody with this one, as written, can have.
int highest_of(const std::string& told, int low) {
  constexpr int k_oldest = 200;
  if (told.ends_with('+')) return k_oldest;
  return years_of(told.substr(told.find('-') + 1)).value_or(low);  // npos + 1: all of it
}

}  // namespace

std::optional<int> years_of(const std::string& age) {
  int years = 0;
  const auto [end, error] = std::from_chars(age.data(), age.data() + age.size(), years);
  return error == std::errc{} ? std::optional(years) : std::nullopt;
}

std::size_t age_profile(const LevelChoice& choice) {
  const auto found = std::find_if(choice.profiles.begin(), choice.profiles.end(),
                                  [](const Profile& profile) { return profile.kind == ProfileKind::age; });
  return static_cast<std::size_t>(found - choice.profiles.begin());
}

std::string released_age(const LevelChoice& choice, std::size_t age, std::size_t person) {
  const bool exact = choice.ranges.empty() && choice.levels[age] == 0;
  if (exact && !is_suppressed(choice, age, person)) return choice.profiles[age].shown[person];
  return released_value(choice, age, person);
}

std::vector<ReleasedAge> released_ages(const LevelChoice& choice) {
  const std::size_t age = age_profile(choice);
  if (age == choice.profiles.size()) return {};
  std::map<std::string, ReleasedAge> found;
  const std::vector<std::string>& source = choice.profiles[age].shown;
  for (std::size_t person = 0; person < source.size(); ++person) {
    const std::string told = released_age(choice, age, person);
    const std::optional<int> low = years_of(told);
    if (!low) continue;
    ReleasedAge& one = found[told];
    one.name = told;
    one.low = *low;
    one.highest = highest_of(told, *low);
    const std::optional<int> years = years_of(source[person]);
    ++one.persons;
    one.children += years && *years < k_child_below ? 1U : 0U;
  }
  std::vector<ReleasedAge> ages;
  ages.reserve(found.size());
  for (auto& [name, one] : found) ages.push_back(std::move(one));
  std::stable_sort(ages.begin(), ages.end(),
                   [](const ReleasedAge& one, const ReleasedAge& other) { return one.low < other.low; });
  return ages;
}

bool may_be_childs(const ReleasedAge& age) {
  return age.low < k_child_below && age.highest < 2 * k_child_below - 1;
}

TellingAges telling_ages(const LevelChoice& choice, bool any_child, std::uint64_t fewest) {
  TellingAges telling;
  for (const ReleasedAge& age : released_ages(choice)) {
    if (age.children == age.persons) telling.children.push_back(age.name);
    if (age.persons < fewest) telling.few.push_back(age.name);
    if (any_child && may_be_childs(age)) telling.childlike.push_back(age.name);
  }
  return telling;
}

void add_released_bands(const LevelChoice& choice, AgeBands& bands) {
  for (const ReleasedAge& age : released_ages(choice)) {
    bands.from_16 = bands.from_16 || (age.low < k_adult_from && age.highest >= k_child_below);
    bands.from_18 = bands.from_18 || (age.low < k_old_from && age.highest >= k_adult_from);
    bands.from_60 = bands.from_60 || age.highest >= k_old_from;
  }
}

}  // namespace shareready
