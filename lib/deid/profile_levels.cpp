#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "base/words.hpp"
#include "deid/bands.hpp"
#include "deid/cells.hpp"
#include "deid/profiles.hpp"

// How the values of a profile become coarser.
namespace shareready {
namespace {

constexpr std::string_view k_nothing = "*";
// Bands nest; the highest is open, at the largest multiple of the width that leaves 89 inside.
constexpr std::array<int, 3> k_band_widths = {5, 10, k_widest_band};
// How much the detail matters for use: ages and study groups are what analyses ask for first.
double weight_of(ProfileKind kind) {
  switch (kind) {
    case ProfileKind::age:
    case ProfileKind::word:
      return 2.0;
    case ProfileKind::sex:
    case ProfileKind::number:
    case ProfileKind::listed:
      return 1.0;
    case ProfileKind::handedness:
    case ProfileKind::region:
    case ProfileKind::category:
      return 0.5;
  }
  return 1.0;
}

bool has_age_of_persons(const Profile& profile) {
  return std::any_of(profile.shown.begin(), profile.shown.end(),
                     [](const std::string& cell) { return cell != k_missing; });
}

std::string band_of(const std::string& age, int width) {
  constexpr int k_last = 89;
  int years = 0;
  const auto [end, error] = std::from_chars(age.data(), age.data() + age.size(), years);
  if (error != std::errc{} || end != age.data() + age.size()) return std::string(k_missing);
  const int low = years / width * width;
  if (low + width > k_last) return fmt::format("{}+", k_last / width * width);
  return fmt::format("{}-{}", low, low + width - 1);
}

std::string band_between(const std::string& age, const std::vector<int>& limits) {
  int years = 0;
  const auto [end, error] = std::from_chars(age.data(), age.data() + age.size(), years);
  if (error != std::errc{} || end != age.data() + age.size()) return std::string(k_missing);
  const auto next = std::upper_bound(limits.begin(), limits.end(), years);
  const int low = next == limits.begin() ? 0 : *(next - 1);
  return next == limits.end() ? fmt::format("{}+", low) : fmt::format("{}-{}", low, *next - 1);
}

}  // namespace

bool is_needed(const Profile& profile) {
  switch (profile.kind) {
    case ProfileKind::age:
      return has_age_of_persons(profile);
    case ProfileKind::sex:
    case ProfileKind::number:
    case ProfileKind::listed:
      return true;
    case ProfileKind::word:
      return profile.listed || profile.said != nullptr;
    case ProfileKind::handedness:
    case ProfileKind::region:
    case ProfileKind::category:
      return false;
  }
  return false;
}

void keep_to_age_bands(const std::vector<Profile>& profiles, std::vector<std::uint8_t>& levels) {
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    const bool banded = profiles[i].kind == ProfileKind::age && !profiles[i].limits.empty();
    if (banded && levels[i] == 0) levels[i] = 1;
  }
}

bool is_dropped(const risk::Hierarchy& hierarchy, std::size_t level) {
  return level > 0 && hierarchy.names[level].size() == 1 && hierarchy.names[level].front() == k_nothing;
}

std::size_t coarsest_useful_level(const Profile& profile, const risk::Hierarchy& hierarchy) {
  const std::size_t top = hierarchy.levels() - 1;
  if (hierarchy.values() == 1 && profile.kind != ProfileKind::age) return 0;
  switch (profile.kind) {
    case ProfileKind::age:
      return has_age_of_persons(profile) ? top - 1 : top;
    case ProfileKind::sex:
      return 0;
    case ProfileKind::handedness:
    case ProfileKind::region:
    case ProfileKind::category:
      return top;
    case ProfileKind::word:
    case ProfileKind::number:
    case ProfileKind::listed:
      return hierarchy.names[top - 1].size() > 1 ? top - 1 : top;
  }
  return top;
}

namespace {

using Steps = std::vector<std::string>;  // a value at each level above its own

// Numbers in bands of at least k persons, then two by two.
class NumberSteps {
 public:
  NumberSteps(const std::vector<std::string>& shown, std::uint32_t k) {
    constexpr std::size_t k_most_bands = 16;
    PersonsByNumber persons;
    for (std::size_t i = 0; i < shown.size(); ++i) {
      if (is_number(shown[i])) persons[std::stod(shown[i])].insert(i);
    }
    bands_.push_back(quantile_bands(persons, k, k_most_bands));
    bands_.push_back(wider_bands(bands_.back()));
    bands_.push_back(wider_bands(bands_.back()));
  }
  [[nodiscard]] Steps of(const std::string& cell) const {
    Steps steps;
    for (const Bands& bands : bands_) {
      steps.push_back(is_number(cell) ? bands.names[bands.of(std::stod(cell))] : std::string(k_missing));
    }
    return steps;
  }

 private:
  std::vector<Bands> bands_;
};

// The levels of a hierarchy of the user's.
class ListedSteps {
 public:
  static Result<ListedSteps> read(const Profile& profile) {
    ListedSteps steps;
    SR_TRY(steps.hierarchy_, risk::parse_hierarchy(profile.said->hierarchy, "the hierarchy of a column"));
    for (std::size_t i = 0; i < steps.hierarchy_.values(); ++i) {
      steps.codes_.emplace(steps.hierarchy_.names.front()[i], i);
    }
    const auto lacks = std::count_if(profile.shown.begin(), profile.shown.end(), [&](const auto& value) {
      return value != k_missing && !steps.codes_.contains(value);
    });
    if (lacks == 0) return steps;
    return Error{ErrorCode::bad_data,
                 profile.name,
                 fmt::format("its hierarchy in the policy lacks the values of {} persons", lacks),
                 {}};
  }
  [[nodiscard]] Steps of(const std::string& cell) const {
    Steps steps;
    const auto code = codes_.find(cell);
    for (std::size_t level = 1; level < hierarchy_.levels(); ++level) {
      const bool one = hierarchy_.names[level].size() == 1;
      if (code != codes_.end()) {
        steps.push_back(hierarchy_.names[level][hierarchy_.up[level][code->second]]);
      } else {
        steps.push_back(one ? hierarchy_.names[level].front() : std::string(k_missing));
      }
    }
    if (!steps.empty() && steps.back() == k_nothing) steps.pop_back();  // added for every kind alike
    return steps;
  }

 private:
  risk::Hierarchy hierarchy_;
  std::map<std::string, std::size_t> codes_;
};

Steps age_steps(const Profile& profile, const std::string& shown) {
  Steps steps;
  if (!has_age_of_persons(profile)) return steps;
  if (!profile.limits.empty()) return {band_between(shown, profile.limits)};
  for (const int width : k_band_widths) steps.push_back(band_of(shown, width));
  return steps;
}

// The persons who have each value, by one of them and their number, in the order of the values.
struct Holders {
  std::size_t first = 0;
  std::uint32_t count = 0;
};

std::map<std::string, Holders> holders_of(const Profile& profile) {
  std::map<std::string, Holders> holders;
  for (std::size_t i = 0; i < profile.values.size(); ++i) {
    ++holders.try_emplace(profile.values[i], Holders{.first = i, .count = 0}).first->second.count;
  }
  return holders;
}

}  // namespace

Result<risk::Attribute> attribute_of(const Profile& profile, std::uint32_t k, bool may_go) {
  const NumberSteps numbers(profile.kind == ProfileKind::number ? profile.shown : Steps(), k);
  std::optional<ListedSteps> listed;
  if (profile.kind == ProfileKind::listed) {
    SR_TRY(listed, ListedSteps::read(profile));
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& [value, holders] : holders_of(profile)) {
    const std::string& shown = profile.shown[holders.first];
    std::vector<std::string> row{value};
    Steps steps;
    if (profile.kind == ProfileKind::age) steps = age_steps(profile, shown);
    if (profile.kind == ProfileKind::number) steps = numbers.of(shown);
    if (profile.kind == ProfileKind::listed) steps = listed->of(shown);
    if (profile.kind == ProfileKind::region) {
      steps = {shown == k_missing ? std::string(k_missing) : wider_region(shown)};
    }
    if (profile.kind == ProfileKind::word) {
      steps = {holders.count < k && value != k_missing ? std::string(k_rare) : value};
    }
    row.insert(row.end(), steps.begin(), steps.end());
    if (may_go) row.emplace_back(k_nothing);
    rows.push_back(std::move(row));
  }
  risk::Attribute attribute{.name = profile.name, .hierarchy = {}, .weight = weight_of(profile.kind)};
  SR_TRY(attribute.hierarchy, risk::make_hierarchy(rows, "the levels of " + profile.name));
  return attribute;
}

std::string level_words(const Profile& profile, const risk::Hierarchy& hierarchy, std::size_t level) {
  if (level > 0 && is_dropped(hierarchy, level)) return "dropped";
  switch (profile.kind) {
    case ProfileKind::age:
      return level == 0                ? "exact years"
             : !profile.limits.empty() ? "the bands of ages that the policy names"
                                       : fmt::format("bands of {} years", k_band_widths[level - 1]);
    case ProfileKind::region:
      return level == 0 ? "areas of postcodes" : "provinces, or the first place of postcodes";
    case ProfileKind::number:
      return level == 0 ? "exact numbers" : fmt::format("bands of numbers, step {}", level);
    case ProfileKind::listed:
      return level == 0 ? "as it is" : fmt::format("level {} of its hierarchy", level);
    case ProfileKind::sex:
    case ProfileKind::handedness:
    case ProfileKind::word:
      return level == 0 ? "as it is" : "rare values together";
    case ProfileKind::category:
      return "categories";
  }
  return "as it is";
}

}  // namespace shareready
