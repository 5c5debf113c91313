#include "deid/age_recipe.hpp"

#include <algorithm>
#include <set>

#include "deid/cells.hpp"
#include "deid/generalise.hpp"
#include "deid/telling_ages.hpp"
#include "deid/trade_offs.hpp"
#include "deid/wider_ages.hpp"

namespace shareready {
namespace {

// One age as released, before it is made wider.
struct BaseAge {
  int low = 0;
  std::uint64_t persons = 0;
  std::uint64_t values = 0;  // different ages of the source in it
};

// The lowest age that each person may have, as released; of 20 years where no age is.
std::vector<std::optional<int>> base_lows(const LevelChoice& choice) {
  const std::size_t age = age_profile(choice);
  const bool kept = keeps_ages(choice);
  std::vector<std::optional<int>> lows;
  for (std::size_t person = 0; person < choice.profiles[age].shown.size(); ++person) {
    std::optional<int> low =
        years_of(kept ? released_age(choice, age, person) : choice.profiles[age].shown[person]);
    if (low && !kept) low = *low / k_widest_band * k_widest_band;
    lows.push_back(low);
  }
  return lows;
}

std::vector<BaseAge> base_ages(const LevelChoice& choice) {
  const std::vector<std::optional<int>> lows = base_lows(choice);
  const std::vector<std::string>& values = choice.profiles[age_profile(choice)].values;
  std::map<int, std::pair<std::uint64_t, std::set<std::string_view>>> found;
  for (std::size_t person = 0; person < lows.size(); ++person) {
    if (!lows[person]) continue;
    ++found[*lows[person]].first;
    found[*lows[person]].second.insert(values[person]);
  }
  std::vector<BaseAge> ages;
  ages.reserve(found.size());
  for (const auto& [low, who] : found) ages.push_back({low, who.first, who.second.size()});
  return ages;
}

// Ages from `first` up to, and without, `end`.
struct Band {
  std::size_t first = 0, end = 0;
};

// Whether a band of these ages tells nothing by itself: persons enough, and as many who are no children.
bool is_settled(const std::vector<BaseAge>& ages, Band band, const AgeNeeds& needs) {
  std::uint64_t persons = 0, older = 0;
  for (std::size_t i = band.first; i < band.end; ++i) {
    persons += ages[i].persons;
    if (ages[i].low >= k_child_below) older += ages[i].persons;
  }
  if (persons < needs.fewest) return false;
  if (!needs.any_child || ages[band.first].low >= k_child_below) return true;
  const bool open = band.end == ages.size();
  ReleasedAge named;
  named.highest = open ? 2 * k_child_below : ages[band.end].low - 1;
  return older >= needs.fewest && !may_be_childs(named);
}

double loss_of(const std::vector<BaseAge>& ages, Band band) {
  double persons = 0.0, values = 0.0;
  for (std::size_t i = band.first; i < band.end; ++i) {
    persons += static_cast<double>(ages[i].persons);
    values += static_cast<double>(ages[i].values);
  }
  return persons * (values - 1.0);
}

// The limits between ages that settle all of them at the least loss of their detail, by dynamic programming
// over where the last band begins; none where only one age for everybody does.
std::vector<int> settling_limits(const std::vector<BaseAge>& ages, const AgeNeeds& needs) {
  constexpr int k_oldest_limit = 89;  // of the policy
  struct Best {
    double loss = 0.0;
    std::size_t before = 0;  // where the last band begins
    bool found = false;
  };
  std::vector<Best> best(ages.size() + 1);
  best.front().found = true;
  for (std::size_t end = 1; end <= ages.size(); ++end) {
    for (std::size_t first = 0; first < end; ++first) {
      const bool all = first == 0 && end == ages.size();
      const bool may_begin = first == 0 || ages[first].low <= k_oldest_limit;
      if (all || !may_begin || !best[first].found || !is_settled(ages, {first, end}, needs)) continue;
      const double loss = best[first].loss + loss_of(ages, {first, end});
      if (!best[end].found || loss < best[end].loss) best[end] = {loss, first, true};
    }
  }
  std::vector<int> limits;
  for (std::size_t end = ages.size(); best[end].found && best[end].before > 0; end = best[end].before)
    limits.insert(limits.begin(), ages[best[end].before].low);
  return limits;
}

// Whether no age of `wider` tells anything by itself, those who are no children counted by the release.
bool settles(const LevelChoice& wider, const std::vector<std::optional<int>>& lows, const AgeNeeds& needs) {
  const TellingAges telling = telling_ages(wider, needs.any_child, needs.fewest);
  if (!telling.few.empty() || !telling.childlike.empty()) return false;
  const std::size_t age = age_profile(wider);
  for (const ReleasedAge& one : released_ages(wider)) {
    if (!needs.any_child || one.low >= k_child_below) continue;
    std::uint64_t older = 0;
    for (std::size_t person = 0; person < lows.size(); ++person) {
      const bool has = released_age(wider, age, person) == one.name;
      older += has && lows[person] && *lows[person] >= k_child_below ? 1U : 0U;
    }
    if (older < needs.fewest) return false;
  }
  return true;
}

bool needs_ages(const TellingAges& telling) { return !telling.few.empty() || !telling.childlike.empty(); }

// Ages that tell something by themselves do not where nobody is left who has them.
bool may_settle(const std::vector<AgeBand>& bands, const AgeNeeds& needs, std::uint64_t most_suppressed) {
  std::uint64_t persons = 0;
  for (const AgeBand& band : bands) {
    const ReleasedAge age{.name = {}, .low = band.low, .highest = band.highest};
    const bool tells = band.persons < needs.fewest || (needs.any_child && may_be_childs(age));
    persons += tells ? band.persons : 0;
  }
  return persons <= most_suppressed;
}

// The recipes of one release.
class Recipes {
 public:
  Recipes(const GeneraliseRequest& request, const LevelChoice& choice, const AgeNeeds& needs)
      : request_(request),
        choice_(choice),
        needs_(needs),
        kept_(keeps_ages(choice)),
        lows_(base_lows(choice)) {}
  // Ages that tell something become wider, whatever k then is.
  Status add_settling() {
    if (!kept_ || !needs_ages(telling_ages(choice_, needs_.any_child, needs_.fewest))) return Done{};
    const std::vector<int> limits = settling_limits(base_ages(choice_), needs_);
    if (limits.empty()) return Done{};
    SR_TRY(const LevelChoice wider, choose_levels(request_, with_age_limits(choice_, limits)));
    const bool apart = keeps_ages(wider) && released_ages(wider).size() > 1;
    if (apart && settles(wider, lows_, needs_)) add(limits, wider);
    return Done{};
  }
  // Groups have k persons: first where no age tells anything, then where least is lost.
  Status add_reaching() {
    if (kept_ && choice_.reached) return Done{};
    WiderAgesSearch search;
    search.decide = [this](std::vector<Profile> profiles) -> Result<std::optional<LevelChoice>> {
      SR_TRY(LevelChoice wider, choose_levels(request_, std::move(profiles)));
      return wider.reached ? std::optional(std::move(wider)) : std::nullopt;
    };
    const bool wildcards = request_.policy.missing_values == MissingRule::wildcard;
    search.fewest_of_an_age = wildcards ? 1 : request_.k;
    search.most_suppressed = most_suppressed(request_);
    if (!kept_) search.most_loss = choice_.loss;
    search.may_be_preferred = [&](const std::vector<AgeBand>& bands) {
      return may_settle(bands, needs_, search.most_suppressed);
    };
    search.is_preferred = [this](const LevelChoice& wider) { return settles(wider, lows_, needs_); };
    SR_TRY(const WiderAgesFound found, find_wider_ages(choice_, search));
    const bool both = std::any_of(recipes_.begin(), recipes_.end(),
                                  [](const AgeRecipe& recipe) { return recipe.settled && recipe.reached; });
    if (found.preferred && !both) add(found.preferred->limits, found.preferred->choice);
    if (found.least) add(found.least->limits, found.least->choice);
    return Done{};
  }
  std::vector<AgeRecipe> take() && { return std::move(recipes_); }

 private:
  void add(const std::vector<int>& limits, const LevelChoice& wider) {
    const bool known = std::any_of(recipes_.begin(), recipes_.end(),
                                   [&](const AgeRecipe& recipe) { return recipe.limits == limits; });
    if (known) return;
    recipes_.push_back({.limits = limits,
                        .reached = wider.reached,
                        .settled = settles(wider, lows_, needs_),
                        .suppressed = static_cast<std::uint64_t>(
                            std::count(wider.suppressed.begin(), wider.suppressed.end(), true)),
                        .loss = wider.loss,
                        .after = risk::sample_risk(released_groups(wider).sizes, request_.k),
                        .whole = risk_with_all_columns(request_, wider),
                        .dropped = dropped_only_in(wider, choice_),
                        .returned = dropped_only_in(choice_, wider)});
  }

  const GeneraliseRequest& request_;
  const LevelChoice& choice_;
  const AgeNeeds& needs_;
  bool kept_;
  std::vector<std::optional<int>> lows_;
  std::vector<AgeRecipe> recipes_;
};

}  // namespace

Result<std::vector<AgeRecipe>> age_recipes(const GeneraliseRequest& request, const LevelChoice& choice,
                                           const AgeNeeds& needs) {
  const bool lattice = request.policy.table_method == TableMethod::generalise;
  if (!lattice || age_limits_to_try(choice).empty()) return std::vector<AgeRecipe>();
  Recipes recipes(request, choice, needs);
  SR_CHECK(recipes.add_settling());
  SR_CHECK(recipes.add_reaching());
  std::vector<AgeRecipe> made = std::move(recipes).take();
  std::stable_sort(made.begin(), made.end(), [](const AgeRecipe& one, const AgeRecipe& other) {
    const auto rank = [](const AgeRecipe& recipe) {
      return (recipe.settled ? 2 : 0) + (recipe.reached ? 1 : 0);
    };
    return rank(one) > rank(other);
  });
  return made;
}

}  // namespace shareready
