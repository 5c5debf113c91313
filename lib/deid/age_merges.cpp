#include "deid/age_merges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "deid/cells.hpp"
#include "deid/generalise.hpp"
#include "deid/profile_writer.hpp"
#include "deid/whole_rows.hpp"

namespace shareready {
namespace {

// One age as released, "20-39", "80+" or "17", and who has it.
struct ReleasedAge {
  int low = 0;
  std::string high;  // as written: "39", "+" or "17"
  std::uint64_t persons = 0, children = 0;
};
using Ages = std::vector<std::pair<std::string, ReleasedAge>>;

// The cell of the age column; exact ages of several tables are one value, of which participants.tsv tells.
std::string told_age(const LevelChoice& choice, std::size_t age, std::size_t person) {
  const bool exact = choice.ranges.empty() && choice.levels[age] == 0;
  if (exact && !is_suppressed(choice, age, person)) return choice.profiles[age].shown[person];
  return released_value(choice, age, person);
}

Ages released_ages(const LevelChoice& choice, std::size_t age) {
  std::map<std::string, ReleasedAge> found;
  const std::vector<std::string>& source = choice.profiles[age].shown;
  for (std::size_t person = 0; person < source.size(); ++person) {
    const std::string told = told_age(choice, age, person);
    const std::optional<int> low = years_of(told);
    if (!low) continue;
    ReleasedAge& one = found[told];
    one.low = *low;
    one.high = told.ends_with('+') ? "+" : told.substr(told.find('-') + 1);  // npos + 1: all of it
    const std::optional<int> years = years_of(source[person]);
    ++one.persons;
    one.children += years && *years < k_child_below ? 1U : 0U;
  }
  Ages ages(found.begin(), found.end());
  std::stable_sort(ages.begin(), ages.end(),
                   [](const auto& one, const auto& other) { return one.second.low < other.second.low; });
  return ages;
}

// Ages from `first` to `last` as one.
struct AgeSpan {
  std::size_t first = 0, last = 0;
};

ReleasedAge sum_of(const Ages& ages, AgeSpan span) {
  ReleasedAge sum{.low = ages[span.first].second.low, .high = ages[span.last].second.high};
  for (std::size_t i = span.first; i <= span.last; ++i) {
    sum.persons += ages[i].second.persons;
    sum.children += ages[i].second.children;
  }
  return sum;
}

std::string name_of(const ReleasedAge& age) {
  return age.high == "+" ? fmt::format("{}+", age.low) : fmt::format("{}-{}", age.low, age.high);
}

bool tells_children(const ReleasedAge& age, std::uint64_t fewest) {
  return age.children > 0 && age.persons - age.children < fewest;
}

bool is_telling(const ReleasedAge& age, std::uint64_t fewest) {
  return age.persons == age.children || age.persons < fewest;
}

// The span that settles both at the cost of fewest persons; where none does, that of fewest persons. The same
// as `run` where nothing can be merged.
AgeSpan best_span(const Ages& ages, AgeSpan run, std::uint64_t fewest) {
  std::vector<AgeSpan> spans;
  if (run.last > run.first) spans.push_back(run);
  if (run.first > 0) spans.push_back({run.first - 1, run.last});
  if (run.last + 1 < ages.size()) spans.push_back({run.first, run.last + 1});
  const auto cost = [&](AgeSpan span) {
    const ReleasedAge sum = sum_of(ages, span);
    const bool open = sum.persons < fewest || tells_children(sum, fewest);
    return std::pair(open, sum.persons);
  };
  const auto best = std::min_element(spans.begin(), spans.end(),
                                     [&](AgeSpan one, AgeSpan other) { return cost(one) < cost(other); });
  return best == spans.end() ? run : *best;
}

// The groups of persons as if the ages of the span were one.
risk::SampleRisk risk_of_details(const GeneraliseRequest& request, const LevelChoice& choice, std::size_t age,
                                 const std::set<std::string>& merged, const std::string& name) {
  LevelChoice wider = choice;
  wider.ranges.assign(choice.profiles.size(), {});
  for (std::size_t i = 0; i < choice.profiles.size(); ++i) {
    for (std::size_t person = 0; person < request.persons.size(); ++person) {
      const std::string told = i == age ? told_age(choice, i, person) : released_value(choice, i, person);
      wider.ranges[i].push_back(i == age && merged.contains(told) ? name : told);
    }
  }
  return risk::sample_risk(released_groups(wider).sizes, request.k);
}

// Ages outside participants.tsv would go, as they do with bands.
risk::SampleRisk risk_of_all(const GeneraliseRequest& request, const Profile& age, DescribedTables data,
                             const std::set<std::string>& merged, const std::string& name) {
  for (const ColumnPlace& place : age.places) {
    Table& table = data.tables[place.table].table;
    const std::string& column = request.data.tables[place.table].table.columns[place.column];
    const bool told = table_kind(data.tables[place.table].path) == TableKind::participants;
    const auto exact = table.column(column);
    const auto found = exact || !told ? exact : table.column(k_age_group);
    if (!found) continue;
    for (auto& row : table.rows) {
      if (!told) row[*found] = k_missing;
      if (told && merged.contains(row[*found])) row[*found] = name;
    }
  }
  return risk::sample_risk(whole_row_groups(data, request.persons, *request.rules), request.k);
}

// The column of ages; past the end where there is none.
std::size_t age_column(const LevelChoice& choice) {
  const auto found = std::find_if(choice.profiles.begin(), choice.profiles.end(),
                                  [](const Profile& profile) { return profile.kind == ProfileKind::age; });
  return static_cast<std::size_t>(found - choice.profiles.begin());
}

// The highest age that somebody with this one can have.
int highest_of(const ReleasedAge& age) {
  constexpr int k_oldest = 200;
  return age.high == "+" ? k_oldest : years_of(age.high).value_or(age.low);
}

std::set<std::string> names_in(const Ages& ages, AgeSpan span) {
  std::set<std::string> names;
  for (std::size_t i = span.first; i <= span.last; ++i) names.insert(ages[i].first);
  return names;
}

}  // namespace

std::optional<int> years_of(const std::string& age) {
  int years = 0;
  const auto [end, error] = std::from_chars(age.data(), age.data() + age.size(), years);
  return error == std::errc{} ? std::optional(years) : std::nullopt;
}

std::vector<AgeMerge> age_merges(const GeneraliseRequest& request, const LevelChoice& choice,
                                 const DescribedTables& data, std::uint64_t fewest) {
  const std::size_t age = age_column(choice);
  if (age == choice.profiles.size()) return {};
  const Ages ages = released_ages(choice, age);
  std::vector<AgeMerge> merges;
  for (std::size_t first = 0; first < ages.size(); ++first) {
    if (!is_telling(ages[first].second, fewest)) continue;
    AgeSpan run{first, first};
    while (run.last + 1 < ages.size() && is_telling(ages[run.last + 1].second, fewest)) ++run.last;
    AgeMerge& merge = merges.emplace_back();
    for (std::size_t i = run.first; i <= run.last; ++i) {
      const auto& [name, who] = ages[i];
      if (who.persons == who.children) merge.children.push_back(name);
      if (who.persons < fewest) merge.few.push_back(name);
    }
    first = run.last;
    const AgeSpan span = best_span(ages, run, fewest);
    if (span.first == span.last) continue;
    const ReleasedAge sum = sum_of(ages, span);
    const std::set<std::string> names = names_in(ages, span);
    merge.merged = name_of(sum);
    merge.persons = sum.persons;
    merge.tells_children = tells_children(sum, fewest);
    merge.after = risk_of_details(request, choice, age, names, merge.merged);
    merge.whole = risk_of_all(request, choice.profiles[age], data, names, merge.merged);
  }
  return merges;
}

std::optional<ChildAges> child_ages(const GeneraliseRequest& request, const LevelChoice& choice,
                                    const DescribedTables& data, std::uint64_t fewest) {
  const std::size_t age = age_column(choice);
  if (age == choice.profiles.size()) return {};
  const Ages ages = released_ages(choice, age);
  ChildAges found;
  AgeSpan span;
  std::uint64_t older = 0;
  for (std::size_t i = 0; i < ages.size() && older < fewest; ++i) {
    const auto& [name, who] = ages[i];
    span.last = i;
    if (who.low < k_child_below) found.ages.push_back(name);
    if (who.low >= k_child_below) older += who.persons;
  }
  if (found.ages.empty()) return {};
  if (older < fewest) return found;
  const ReleasedAge sum = sum_of(ages, span);
  found.merged = name_of(sum);
  found.persons = sum.persons;
  const std::set<std::string> names = names_in(ages, span);
  found.after = risk_of_details(request, choice, age, names, found.merged);
  found.whole = risk_of_all(request, choice.profiles[age], data, names, found.merged);
  return found;
}

void add_released_bands(const LevelChoice& choice, AgeBands& bands) {
  const std::size_t age = age_column(choice);
  if (age == choice.profiles.size()) return;
  for (const auto& [name, who] : released_ages(choice, age)) {
    const int highest = highest_of(who);
    bands.from_16 = bands.from_16 || (who.low < k_old_from && highest >= k_child_below);
    bands.from_60 = bands.from_60 || highest >= k_old_from;
  }
}

}  // namespace shareready
