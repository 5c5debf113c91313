#include "deid/measures.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "deid/profile_writer.hpp"
#include "deid/telling_ages.hpp"
#include "deid/whole_rows.hpp"
#include "deid/wider_ages.hpp"

namespace shareready {
namespace {

using Names = std::set<std::string>;

// A released column: what the tables of the request call it and all that tells the same detail.
struct Released {
  std::string name;
  bool listed = false;
  bool age = false;
  bool rechosen = false;  // without it the levels of the other details are chosen anew
  Names sources;
};

void erase_columns(const Names& names, std::vector<PersonTable>& tables) {
  for (PersonTable& table : tables) {
    for (std::size_t i = table.table.columns.size(); i-- > 0;) {
      if (names.contains(table.table.columns[i])) table.table.erase_column(i);
    }
  }
}

Names sources_of(const Profile& profile, const std::vector<PersonTable>& tables) {
  Names names;
  for (const ColumnPlace& place : profile.places)
    names.insert(tables[place.table].table.columns[place.column]);
  return names;
}

bool is_sensitive(const GeneraliseRequest& request, const std::string& name) {
  return std::any_of(request.data.tables.begin(), request.data.tables.end(), [&](const PersonTable& table) {
    const ColumnRule* rule = request.rules->find(table_kind(table.path), name);
    return rule != nullptr && rule->action == ColumnAction::sensitive;
  });
}

// What a release made again would be, tables alone.
struct Remade {
  std::vector<PersonTable> tables;
  std::vector<std::string> dropped;  // details, by name
};

Result<Remade> remade(const GeneraliseRequest& request, const std::vector<int>& limits,
                      const Names& left_out) {
  GeneraliseRequest again = request;
  erase_columns(left_out, again.data.tables);
  std::vector<Profile> profiles =
      collect_profiles(again.data.tables, again.persons, *again.rules, again.policy);
  Remade made{.tables = again.data.tables, .dropped = {}};
  if (profiles.empty()) return made;
  for (Profile& profile : profiles) {
    if (profile.kind == ProfileKind::age && !limits.empty()) profile.limits = limits;
  }
  SR_TRY(const LevelChoice choice, choose_levels(again, std::move(profiles)));
  Generalised written;
  written.data.tables = std::move(made.tables);
  write_profiles(again, choice, written);
  made.tables = std::move(written.data.tables);
  for (std::size_t i = 0; i < choice.profiles.size(); ++i) {
    const bool goes =
        choice.ranges.empty() && is_dropped(choice.table.attributes[i].hierarchy, choice.levels[i]);
    if (goes) made.dropped.push_back(choice.profiles[i].name);
  }
  return made;
}

class Measures {
 public:
  Measures(const GeneraliseRequest& request, const LevelChoice* choice, const Generalised& made)
      : request_(request),
        choice_(choice),
        made_(made),
        rows_(made.data.tables, request.persons, *request.rules) {
    finely_ = request.persons.size() <= k_most_persons_finely;
    for (const auto& [name, listed] : rows_.columns()) columns_.push_back(released(name, listed));
  }
  Status count() {
    for (const Released& column : columns_) SR_CHECK(add({}, {&column}));
    if (!finely_) return Done{};
    const std::vector<const Released*> best = most_helpful();
    for (std::size_t i = 0; i < best.size(); ++i) {
      for (std::size_t j = i + 1; j < best.size(); ++j) SR_CHECK(add({}, {best[i], best[j]}));
    }
    if (made_.age_recipes.empty()) return Done{};
    const std::vector<int>& limits = made_.age_recipes.front().limits;
    SR_CHECK(add(limits, {}));
    for (const Released* column : best) {
      if (!column->age) SR_CHECK(add(limits, {column}));
    }
    return Done{};
  }
  std::vector<Measure> take() && { return std::move(measures_); }

 private:
  [[nodiscard]] Released released(const std::string& name, bool listed) const {
    Released column{.name = name, .listed = listed, .sources = {name}};
    column.rechosen = is_sensitive(request_, name);
    for (std::size_t i = 0; choice_ != nullptr && i < choice_->profiles.size(); ++i) {
      const Profile& profile = choice_->profiles[i];
      const bool age = profile.kind == ProfileKind::age;
      const Names sources = sources_of(profile, request_.data.tables);
      if (!sources.contains(name) && !(age && name == k_age_group)) continue;
      column.sources = sources;
      column.age = age;
      column.rechosen = true;
    }
    return column;
  }

  [[nodiscard]] bool is_listed_anywhere(const std::string& name) const {
    return std::any_of(
        request_.data.tables.begin(), request_.data.tables.end(), [&](const PersonTable& table) {
          return table.table.column(name) && request_.rules->is_listed(table_kind(table.path), name);
        });
  }

  // A policy names columns of the source: one that was computed from another is not there.
  [[nodiscard]] bool is_in_source(const std::string& name) const {
    return request_.source.empty() ||
           std::any_of(request_.source.begin(), request_.source.end(),
                       [&](const auto& record) { return record.first.second == name; });
  }

  // By what each column does alone.
  [[nodiscard]] std::vector<const Released*> most_helpful() const {
    constexpr std::size_t k_most = 12;  // 66 pairs
    std::vector<std::size_t> order(columns_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;  // the measures of single columns are in it
    std::stable_sort(order.begin(), order.end(), [this](std::size_t one, std::size_t other) {
      return measures_[one].whole.classes < measures_[other].whole.classes;
    });
    order.resize(std::min(order.size(), k_most));
    std::sort(order.begin(), order.end());
    std::vector<const Released*> best;
    best.reserve(order.size());
    for (const std::size_t i : order) best.push_back(&columns_[i]);
    return best;
  }

  // Whether the release lacks a detail that this one has, but for what the recipe brings back anyway.
  [[nodiscard]] Names come_back(const std::vector<std::string>& dropped,
                                const std::vector<int>& limits) const {
    Names names;
    for (std::size_t i = 0; choice_ != nullptr && i < choice_->profiles.size(); ++i) {
      const Profile& profile = choice_->profiles[i];
      const bool lacked =
          choice_->ranges.empty() && is_dropped(choice_->table.attributes[i].hierarchy, choice_->levels[i]);
      const auto& returned =
          made_.age_recipes.empty() ? std::vector<std::size_t>() : made_.age_recipes.front().returned;
      const bool by_recipe =
          !limits.empty() && std::find(returned.begin(), returned.end(), i) != returned.end();
      const bool goes = std::find(dropped.begin(), dropped.end(), profile.name) != dropped.end();
      if (lacked && !goes && !by_recipe) names.merge(sources_of(profile, request_.data.tables));
    }
    return names;
  }

  Status add(const std::vector<int>& limits, const std::vector<const Released*>& left_out) {
    Measure measure{.limits = limits, .columns = {}, .policy_columns = {}, .whole = {}, .whole_keys = {}};
    Names names, sources;
    bool rechosen = !limits.empty();
    for (const Released* column : left_out) {
      measure.columns[column->name] = column->listed;
      names.insert(column->name);
      sources.insert(column->sources.begin(), column->sources.end());
      rechosen = rechosen || column->rechosen;
    }
    measure.promised = !rechosen || finely_;
    if (rechosen && finely_) {
      SR_TRY(measure.whole_keys, keys_made_again(limits, sources));
    } else {
      measure.whole_keys = rows_.keys_without(names);
    }
    measure.whole = risk::sample_risk(sizes_of_keys(measure.whole_keys), request_.k);
    for (const std::string& name : sources) {
      measure.policy_columns[name] = is_listed_anywhere(name);
      measure.promised = measure.promised && is_in_source(name);
    }
    measures_.push_back(std::move(measure));
    return Done{};
  }

  // `sources` takes in what would come back.
  Result<std::vector<std::uint64_t>> keys_made_again(const std::vector<int>& limits, Names& sources) const {
    while (true) {
      SR_TRY(const Remade again, remade(request_, limits, sources));
      Names back = come_back(again.dropped, limits);
      for (const std::string& name : sources) back.erase(name);
      if (back.empty()) return CodedRows(again.tables, request_.persons, *request_.rules).keys_without({});
      sources.merge(back);
    }
  }

  const GeneraliseRequest& request_;
  const LevelChoice* choice_;
  const Generalised& made_;
  CodedRows rows_;
  bool finely_ = false;
  std::vector<Released> columns_;
  std::vector<Measure> measures_;
};

}  // namespace

Result<std::vector<Measure>> count_measures(const GeneraliseRequest& request, const LevelChoice* choice,
                                            const Generalised& made) {
  Measures measures(request, choice, made);
  SR_CHECK(measures.count());
  return std::move(measures).take();
}

}  // namespace shareready
