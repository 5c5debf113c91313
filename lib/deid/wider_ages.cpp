#include "deid/wider_ages.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <tuple>

#include "deid/generalise.hpp"
#include "deid/telling_ages.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_most_limits = 8;  // 255 sets
constexpr int k_fine_step = 10;           // years

std::vector<int> few_enough(std::vector<int> limits) {
  while (limits.size() > k_most_limits) {
    std::vector<int> rest;
    for (std::size_t i = 1; i < limits.size(); i += 2) rest.push_back(limits[i]);
    limits = std::move(rest);
  }
  return limits;
}

// Between two limits that are tried: who has such ages, and how many different ones there are.
struct Segment {
  std::uint64_t persons = 0, values = 0;
};

// As bands take them: what is more than a number of years is in none.
std::optional<int> whole_years(const std::string& cell) {
  int years = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), years);
  return error == std::errc{} && end == cell.data() + cell.size() ? std::optional(years) : std::nullopt;
}

// What the age of everybody comes to, by segment; those without an age stand last.
std::vector<Segment> segments_of(const Profile& age, const std::vector<int>& limits) {
  std::map<std::string_view, std::pair<std::size_t, std::uint64_t>> values;  // its segment, its persons
  for (std::size_t person = 0; person < age.shown.size(); ++person) {
    const std::optional<int> years = whole_years(age.shown[person]);
    const auto next = years ? std::upper_bound(limits.begin(), limits.end(), *years) : limits.end();
    const auto segment = years ? static_cast<std::size_t>(next - limits.begin()) : limits.size() + 1;
    ++values.try_emplace(age.values[person], segment, 0).first->second.second;
  }
  std::vector<Segment> segments(limits.size() + 2);
  for (const auto& [value, who] : values) {
    segments[who.first].persons += who.second;
    ++segments[who.first].values;
  }
  return segments;
}

// One set of limits, before anything is decided with it.
struct Candidate {
  std::vector<int> limits;
  std::vector<AgeBand> bands;
  double least_loss = 0.0;  // of all details, whatever becomes of the others
};

// The part of the ages in the loss of all details.
double weight_of_ages(const LevelChoice& choice, std::size_t age) {
  double weights = 0.0;
  for (const risk::Attribute& attribute : choice.table.attributes) weights += attribute.weight;
  return choice.table.attributes[age].weight / weights;
}

class Candidates {
 public:
  Candidates(const LevelChoice& choice, std::vector<int> limits)
      : limits_(std::move(limits)), age_(age_profile(choice)) {
    segments_ = segments_of(choice.profiles[age_], limits_);
    const auto values = static_cast<double>(choice.table.attributes[age_].hierarchy.values());
    const auto persons = static_cast<double>(choice.table.rows());
    share_ = weight_of_ages(choice, age_) / (std::max(values - 1.0, 1.0) * persons);
  }
  // The finest ages first: those that lose least by themselves.
  [[nodiscard]] std::vector<Candidate> sorted() const {
    std::vector<Candidate> all;
    for (std::size_t set = 1; set < std::size_t{1} << limits_.size(); ++set) all.push_back(candidate(set));
    std::sort(all.begin(), all.end(), [](const Candidate& one, const Candidate& other) {
      return std::make_tuple(one.least_loss, one.limits.size(), one.limits) <
             std::make_tuple(other.least_loss, other.limits.size(), other.limits);
    });
    return all;
  }

 private:
  [[nodiscard]] Candidate candidate(std::size_t set) const {
    constexpr int k_oldest = 200;
    Candidate made;
    Segment band;
    int low = 0;
    const auto close = [&](int highest) {
      made.bands.push_back({.low = low, .highest = highest, .persons = band.persons});
      made.least_loss += loss_of_band(band);
      band = {};
    };
    for (std::size_t i = 0; i <= limits_.size(); ++i) {
      if (i > 0 && (set >> (i - 1) & 1U) != 0) {
        close(limits_[i - 1] - 1);
        low = limits_[i - 1];
        made.limits.push_back(low);
      }
      band.persons += segments_[i].persons;
      band.values += segments_[i].values;
    }
    close(k_oldest);
    made.least_loss += loss_of_band(segments_.back());
    return made;
  }
  [[nodiscard]] double loss_of_band(const Segment& band) const {
    if (band.values == 0) return 0.0;
    return share_ * static_cast<double>(band.persons) * static_cast<double>(band.values - 1);
  }

  std::vector<int> limits_;
  std::size_t age_;
  std::vector<Segment> segments_;
  double share_ = 0.0;  // of one person and one other value
};

// Persons of an age that too few have are in no group of k: they can only be suppressed. One age for
// everybody else tells nothing.
bool may_form_groups(const Candidate& candidate, const WiderAgesSearch& search) {
  std::uint64_t persons = 0, ages = 0;
  for (const AgeBand& band : candidate.bands) {
    const bool few = band.persons < search.fewest_of_an_age;
    persons += few ? band.persons : 0;
    ages += few ? 0 : 1;
  }
  return persons <= search.most_suppressed && ages > 1;
}

constexpr double k_loss_rounding = 1e-12;

bool can_lose_less(const Candidate& candidate, const std::optional<WiderAges>& best) {
  return !best || candidate.least_loss < best->choice.loss + k_loss_rounding;
}

void take_if_better(const Candidate& candidate, const LevelChoice& found, std::optional<WiderAges>& best) {
  if (!best || found.loss < best->choice.loss) best = WiderAges{candidate.limits, found};
}

}  // namespace

bool keeps_ages(const LevelChoice& choice) {
  const std::size_t age = age_profile(choice);
  if (age == choice.profiles.size()) return false;
  return !choice.ranges.empty() || !is_dropped(choice.table.attributes[age].hierarchy, choice.levels[age]);
}

std::uint64_t most_suppressed(const GeneraliseRequest& request) {
  constexpr double k_share_rounding = 1e-9;  // as of the search
  const auto persons = static_cast<double>(request.persons.size());
  return static_cast<std::uint64_t>(request.suppression_limit * persons + k_share_rounding);
}

std::vector<int> age_limits_to_try(const LevelChoice& choice) {
  const std::size_t age = age_profile(choice);
  if (age == choice.profiles.size()) return {};
  const std::vector<std::string>& shown = choice.profiles[age].shown;
  std::vector<int> all = choice.profiles[age].limits;
  const int step = shown.size() > k_most_persons_finely ? k_widest_band : k_fine_step;
  for (int years = step; choice.profiles[age].limits.empty() && years < k_open_from; years += step)
    all.push_back(years);
  std::set<int> begins;  // of ages that somebody has
  for (const std::string& cell : shown) {
    const std::optional<int> years = years_of(cell);
    if (!years) continue;
    const auto next = std::upper_bound(all.begin(), all.end(), *years);
    begins.insert(next == all.begin() ? 0 : *(next - 1));
  }
  if (begins.empty()) return {};
  return {std::next(begins.begin()), begins.end()};
}

std::vector<Profile> with_age_limits(const LevelChoice& choice, const std::vector<int>& limits) {
  std::vector<Profile> profiles = choice.profiles;
  profiles[age_profile(choice)].limits = limits;
  return profiles;
}

Result<WiderAgesFound> find_wider_ages(const LevelChoice& choice, const WiderAgesSearch& search) {
  WiderAgesFound best;
  const std::vector<int> limits = few_enough(age_limits_to_try(choice));
  if (limits.empty()) return best;
  for (const Candidate& candidate : Candidates(choice, limits).sorted()) {
    if (candidate.least_loss >= search.most_loss + k_loss_rounding) break;
    const bool preferable = search.is_preferred && search.may_be_preferred(candidate.bands);
    const bool helps =
        can_lose_less(candidate, best.least) || (preferable && can_lose_less(candidate, best.preferred));
    if (!helps || !may_form_groups(candidate, search)) continue;
    SR_TRY(const std::optional<LevelChoice> found, search.decide(with_age_limits(choice, candidate.limits)));
    if (!found || found->loss >= search.most_loss || released_ages(*found).size() < 2) continue;
    take_if_better(candidate, *found, best.least);
    if (preferable && search.is_preferred(*found)) take_if_better(candidate, *found, best.preferred);
  }
  return best;
}

}  // namespace shareready
