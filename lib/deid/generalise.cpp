#include "deid/generalise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.hpp"
#include "deid/cells.hpp"
#include "risk/loss.hpp"
#include "risk/search.hpp"
#include "risk/suda.hpp"

namespace shareready {
namespace {

constexpr std::string_view k_missing = "n/a";
constexpr std::string_view k_age_group = "age_group";
constexpr std::size_t k_most_checks = 20000;  // of lattice nodes: seconds for 100,000 persons
constexpr std::size_t k_most_suda_columns = 12;

// The profiles with their table of codes and the chosen levels.
struct Choice {
  std::vector<Profile> profiles = {};
  risk::EncodedTable table = {};
  risk::Levels levels = {};
  std::vector<bool> suppressed = {};  // by person
};

Status choose_levels(const GeneraliseRequest& request, Choice& choice, Generalised& result) {
  std::vector<risk::Attribute> attributes;
  std::vector<std::vector<std::string>> columns;
  for (const Profile& profile : choice.profiles) {
    SR_TRY(risk::Attribute attribute, attribute_of(profile, request.k));
    attributes.push_back(std::move(attribute));
    columns.push_back(profile.values);
  }
  SR_TRY(choice.table, risk::encode_table(std::move(attributes), columns));
  SR_TRY(const risk::SearchResult found,
         risk::find_optimum(choice.table, {.k = request.k, .average_risk = {}, .sensitive = {}},
                            {.suppression_limit = request.suppression_limit, .most_checks = k_most_checks}));
  result.reached = found.found;
  result.proven = found.proven;
  choice.levels = found.found ? found.levels : risk::highest_levels(choice.table);
  choice.suppressed = found.found ? found.suppressed : std::vector<bool>(request.persons.size(), false);
  return Done{};
}

void measure_before(const GeneraliseRequest& request, const Choice& choice, Generalised& result) {
  const risk::Levels exact = risk::lowest_levels(choice.table);
  const risk::Classes classes = risk::equivalence_classes(choice.table, exact);
  result.before = risk::sample_risk(classes.sizes, request.k);
  for (std::size_t i = 0; i < request.persons.size(); ++i) {
    if (classes.sizes[classes.of_row[i]] == 1) result.unique_before.push_back(request.persons[i]);
  }
  const std::vector<risk::ColumnRisk> columns = risk::column_risks(choice.table, exact);
  const risk::UtilityFigures utility = risk::measure_utility(choice.table, choice.levels, choice.suppressed);
  const bool few = choice.profiles.size() <= k_most_suda_columns;
  const risk::SudaScores special = few ? risk::suda_scores(choice.table, exact) : risk::SudaScores{};
  result.loss = utility.share_loss;
  for (std::size_t i = 0; i < choice.profiles.size(); ++i) {
    result.identifiers.push_back({.name = choice.profiles[i].name,
                                  .kind = choice.profiles[i].kind,
                                  .listed = choice.profiles[i].listed,
                                  .level = level_words(choice.profiles[i], choice.levels[i]),
                                  .loss = utility.column_loss[i],
                                  .uniques_added = columns[i].uniques_added,
                                  .special_share = few ? special.by_column[i] : 0.0});
  }
}

void measure_after(const GeneraliseRequest& request, const Choice& choice, Generalised& result) {
  const risk::Classes classes = risk::equivalence_classes(choice.table, choice.levels);
  std::vector<std::uint32_t> kept(classes.sizes.size(), 0);
  for (std::size_t i = 0; i < request.persons.size(); ++i) {
    if (choice.suppressed[i]) {
      result.suppressed_persons.push_back(request.persons[i]);
    } else {
      ++kept[classes.of_row[i]];
    }
  }
  result.suppressed = result.suppressed_persons.size();
  result.after = risk::sample_risk(kept, request.k);
}

std::optional<std::uint64_t> count_under_16(const std::vector<Profile>& profiles) {
  for (const Profile& profile : profiles) {
    if (profile.kind != ProfileKind::age) continue;
    std::uint64_t count = 0;
    for (const std::string& age : profile.shown) {
      int years = 0;
      const auto [end, error] = std::from_chars(age.data(), age.data() + age.size(), years);
      if (error != std::errc{}) return std::nullopt;
      count += years < 16 ? 1 : 0;
    }
    return count;
  }
  return std::nullopt;
}

// How the columns of one profile are written anew.
struct Rewriting {
  const Profile* profile = nullptr;
  std::size_t index = 0;  // of the profile
  bool dropped = false;
  bool banded = false;
  bool merged = false;  // rare values together
};

Rewriting rewriting_of(const Choice& choice, std::size_t index) {
  const Profile& profile = choice.profiles[index];
  const std::size_t level = choice.levels[index];
  const bool top = level + 1 == choice.table.attributes[index].hierarchy.levels() && level > 0;
  return {.profile = &profile,
          .index = index,
          .dropped = top,
          .banded = !top && level > 0 && profile.kind == ProfileKind::age,
          .merged = !top && level > 0 && profile.kind == ProfileKind::word};
}

class TableWriter {
 public:
  TableWriter(const GeneraliseRequest& request, const Choice& choice, Generalised& result)
      : request_(request), choice_(choice), result_(result) {
    for (std::size_t i = 0; i < request.persons.size(); ++i) index_.emplace(request.persons[i], i);
  }
  void write(const Rewriting& rewriting);
  void erase_marked();

 private:
  std::optional<std::size_t> person_of(const PersonTable& table, const std::vector<std::string>& row) const;
  void rewrite_cells(const Rewriting& rewriting, const ColumnPlace& place);
  void tell(const Rewriting& rewriting, const ColumnPlace& place, bool kept);
  const GeneraliseRequest& request_;
  const Choice& choice_;
  Generalised& result_;
  std::map<std::string, std::size_t> index_;
  std::map<std::size_t, std::set<std::size_t>> marked_;  // by table: columns to go
};

std::optional<std::size_t> TableWriter::person_of(const PersonTable& table,
                                                  const std::vector<std::string>& row) const {
  const auto column = table.table.column("participant_id");
  std::string label = table.person;
  if (label.empty() && column)
    label = row[*column].starts_with("sub-") ? row[*column].substr(4) : row[*column];
  const auto found = index_.find(label);
  return found == index_.end() ? std::nullopt : std::optional(found->second);
}

void TableWriter::rewrite_cells(const Rewriting& rewriting, const ColumnPlace& place) {
  PersonTable& table = result_.tables[place.table];
  const risk::Hierarchy& hierarchy = choice_.table.attributes[rewriting.index].hierarchy;
  const std::size_t level = choice_.levels[rewriting.index];
  for (auto& row : table.table.rows) {
    const auto person = person_of(table, row);
    std::string& cell = row[place.column];
    if (!person || choice_.suppressed[*person]) {
      cell = k_missing;
    } else if (rewriting.banded || rewriting.merged) {
      const risk::Code code = choice_.table.cells[rewriting.index][*person];
      const std::string& name = hierarchy.names[level][hierarchy.up[level][code]];
      if (rewriting.banded) cell = name;
      if (rewriting.merged && name == k_rare && !is_missing(cell)) cell = k_rare;
    }
  }
}

void TableWriter::tell(const Rewriting& rewriting, const ColumnPlace& place, bool kept) {
  const PersonTable& table = result_.tables[place.table];
  const bool exact = !rewriting.banded && !rewriting.merged;
  if (kept && exact && result_.suppressed == 0) return;  // nothing became of it
  std::string reason = !kept ? fmt::format(
                                   "dropped, so that groups of persons who share their details "
                                   "have {} members",
                                   request_.k)
                       : rewriting.banded ? level_words(*rewriting.profile, choice_.levels[rewriting.index])
                       : rewriting.merged ? fmt::format("values of fewer than {} persons together as \"{}\"",
                                                        request_.k, k_rare)
                                          : "n/a for persons who would stand out";
  const std::string& column =
      kept && rewriting.banded ? std::string(k_age_group) : table.table.columns[place.column];
  const TableKind kind = table_kind(table.path);
  const bool known =
      std::any_of(result_.changes.begin(), result_.changes.end(),
                  [&](const ColumnChange& other) { return other.table == kind && other.column == column; });
  if (!known)
    result_.changes.push_back({.table = kind, .column = column, .kept = kept, .reason = std::move(reason)});
}

void TableWriter::write(const Rewriting& rewriting) {
  bool has_group = false;
  for (const ColumnPlace& place : rewriting.profile->places) {
    PersonTable& table = result_.tables[place.table];
    const bool of_persons = table_kind(table.path) == TableKind::participants;
    const bool as_group = rewriting.banded && of_persons && !has_group;
    const bool goes = rewriting.dropped || (rewriting.banded && !as_group);
    if (goes || as_group) {
      if (as_group) tell(rewriting, place, true);
      // In its exact form the column is gone in both cases.
      Rewriting exact = rewriting;
      exact.banded = false;
      tell(exact, place, false);
    } else {
      tell(rewriting, place, true);
    }
    if (goes) {
      marked_[place.table].insert(place.column);
      continue;
    }
    rewrite_cells(rewriting, place);
    if (as_group) {
      has_group = true;
      table.table.columns[place.column] = k_age_group;
    }
  }
}

void TableWriter::erase_marked() {
  for (const auto& [table, columns] : marked_) {
    for (auto column = columns.rbegin(); column != columns.rend(); ++column) {
      result_.tables[table].table.erase_column(*column);
    }
  }
}

std::vector<std::string> values_of(const Table& table, std::string_view column) {
  std::set<std::string> values;
  const auto place = table.column(column);
  for (std::size_t row = 0; place && row < table.rows.size(); ++row) {
    if (!is_missing(table.rows[row][*place])) values.insert(table.rows[row][*place]);
  }
  return {values.begin(), values.end()};
}

// Levels of a column that nobody has any more would tell what was merged or suppressed.
void keep_levels_in_use(Json& description, const std::vector<std::string>& values) {
  Json* levels = description.find("Levels");
  if (levels == nullptr || !levels->is_object()) return;
  std::erase_if(levels->object(), [&](const Json::Member& level) {
    return std::find(values.begin(), values.end(), level.first) == values.end();
  });
  const bool merged = std::find(values.begin(), values.end(), k_rare) != values.end();
  if (merged && levels->find(k_rare) == nullptr) levels->set(k_rare, "Values that few persons have");
}

// The order of ages, not of texts: "5-9" comes before "10-14".
void describe_age_group(Json& sidecar, const Table& table, const std::string& level) {
  std::vector<std::string> bands = values_of(table, k_age_group);
  std::sort(bands.begin(), bands.end(), [](const std::string& one, const std::string& other) {
    return std::atoi(one.c_str()) < std::atoi(other.c_str());
  });
  Json levels{Json::Object{}};
  for (const std::string& band : bands) {
    const std::string words = band.ends_with('+')
                                  ? fmt::format("{} years and above", band.substr(0, band.size() - 1))
                                  : fmt::format("{} years", replace_all(band, "-", " to "));
    levels.set(band, words);
  }
  sidecar.set(std::string(k_age_group),
              Json::Object{{"Description", fmt::format("Age at the first scan in {}", level)},
                           {"Levels", std::move(levels)}});
}

bool describes(const std::string& sidecar, const std::string& table) {
  if (table.starts_with("phenotype/") || sidecar.starts_with("phenotype/")) {
    return replace_all(sidecar, ".json", ".tsv") == table;
  }
  return table_kind(replace_all(sidecar, ".json", ".tsv")) == table_kind(table);
}

void rewrite_sidecars(const Choice& choice, Generalised& result) {
  for (auto& [path, json] : result.sidecars) {
    if (!json.is_object()) continue;
    for (const ColumnChange& change : result.changes) {
      const bool same = table_kind(replace_all(path, ".json", ".tsv")) == change.table;
      if (same && !change.kept) json.erase(change.column);
    }
    for (const PersonTable& table : result.tables) {
      if (!describes(path, table.path) || !table.person.empty()) continue;
      for (auto& [column, description] : json.object()) {
        if (description.is_object()) {
          const bool is_word =
              std::any_of(choice.profiles.begin(), choice.profiles.end(), [&](const Profile& profile) {
                return profile.kind == ProfileKind::word && profile.name == column;
              });
          if (is_word) keep_levels_in_use(description, values_of(table.table, column));
        }
      }
      for (const QuasiIdentifier& identifier : result.identifiers) {
        const bool grouped = identifier.kind == ProfileKind::age && table.table.column(k_age_group);
        if (grouped && path == "participants.json") describe_age_group(json, table.table, identifier.level);
      }
    }
  }
}

}  // namespace

Result<Generalised> generalise(GeneraliseRequest request) {
  Generalised result;
  result.persons = request.persons.size();
  std::sort(request.persons.begin(), request.persons.end());
  Choice choice{.profiles = collect_profiles(request.tables, request.persons, *request.rules)};
  result.tables = request.tables;
  result.sidecars = request.sidecars;
  if (choice.profiles.empty() || request.persons.empty()) return result;
  SR_CHECK(choose_levels(request, choice, result));
  measure_before(request, choice, result);
  measure_after(request, choice, result);
  result.under_16 = count_under_16(choice.profiles);
  TableWriter writer(request, choice, result);
  for (std::size_t i = 0; i < choice.profiles.size(); ++i) writer.write(rewriting_of(choice, i));
  writer.erase_marked();
  rewrite_sidecars(choice, result);
  return result;
}

}  // namespace shareready
