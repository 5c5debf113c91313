#include "deid/profile_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "deid/cells.hpp"

namespace shareready {
namespace {

// How the columns of one profile are written anew.
struct Rewriting {
  const Profile* profile = nullptr;
  std::size_t index = 0;  // of the profile
  std::string level;      // in words
  bool dropped = false;
  bool banded = false;
  bool merged = false;  // rare values together
};

Rewriting rewriting_of(const LevelChoice& choice, std::size_t index) {
  const Profile& profile = choice.profiles[index];
  const std::size_t level = choice.levels[index];
  const risk::Hierarchy& hierarchy = choice.table.attributes[index].hierarchy;
  const bool dropped = is_dropped(hierarchy, level);
  const bool ranges = !choice.ranges.empty();
  const bool coarser = !dropped && level > 0;
  return {.profile = &profile,
          .index = index,
          .level = released_level(choice, index),
          .dropped = dropped,
          .banded = ranges || (coarser && profile.kind != ProfileKind::word),
          .merged = coarser && profile.kind == ProfileKind::word};
}

class TableWriter {
 public:
  TableWriter(const GeneraliseRequest& request, const LevelChoice& choice, Generalised& result);
  void write(const Rewriting& rewriting);
  void erase_marked();

 private:
  std::size_t place_of_bands(const Profile& profile) const;
  void rewrite_cells(const Rewriting& rewriting, const ColumnPlace& place);
  void tell(const ColumnPlace& place, const std::string& column, bool kept, std::string reason);
  void tell_kept(const Rewriting& rewriting, const ColumnPlace& place);
  const GeneraliseRequest& request_;
  const LevelChoice& choice_;
  Generalised& result_;
  std::vector<std::vector<std::optional<std::size_t>>> rows_;  // by table: the person of each row
  std::map<std::size_t, std::set<std::size_t>> marked_;        // by table: columns to go
};

TableWriter::TableWriter(const GeneraliseRequest& request, const LevelChoice& choice, Generalised& result)
    : request_(request), choice_(choice), result_(result) {
  std::map<std::string, std::size_t> index;
  for (const std::string& person : request.persons) index.emplace(person, index.size());
  for (const PersonTable& table : result.data.tables) rows_.push_back(persons_of_rows(table, index));
}

// The place whose column holds the bands; none (the number of places) for ages outside participants.tsv.
std::size_t TableWriter::place_of_bands(const Profile& profile) const {
  for (std::size_t i = 0; i < profile.places.size(); ++i) {
    if (table_kind(result_.data.tables[profile.places[i].table].path) == TableKind::participants) return i;
  }
  return profile.kind == ProfileKind::age ? profile.places.size() : 0;
}

void TableWriter::rewrite_cells(const Rewriting& rewriting, const ColumnPlace& place) {
  PersonTable& table = result_.data.tables[place.table];
  for (std::size_t row = 0; row < table.table.rows.size(); ++row) {
    const auto& person = rows_[place.table][row];
    std::string& cell = table.table.rows[row][place.column];
    if (!person || is_suppressed(choice_, rewriting.index, *person)) {
      cell = k_missing;
    } else if (rewriting.banded) {
      cell = released_value(choice_, rewriting.index, *person);
    } else if (rewriting.merged && !is_missing(cell)) {
      if (released_value(choice_, rewriting.index, *person) == k_rare) cell = k_rare;
    }
  }
}

void TableWriter::tell(const ColumnPlace& place, const std::string& column, bool kept, std::string reason) {
  const TableKind kind = table_kind(result_.data.tables[place.table].path);
  const bool known =
      std::any_of(result_.changes.begin(), result_.changes.end(),
                  [&](const ColumnChange& other) { return other.table == kind && other.column == column; });
  if (known) return;
  result_.changes.push_back({.table = kind, .column = column, .kept = kept, .reason = std::move(reason)});
}

void TableWriter::tell_kept(const Rewriting& rewriting, const ColumnPlace& place) {
  const bool suppressed = result_.suppressed > 0 || result_.suppressed_cells > 0;
  if (!rewriting.banded && !rewriting.merged && !suppressed) return;  // nothing became of it
  const bool age = rewriting.banded && rewriting.profile->kind == ProfileKind::age;
  const std::string column =
      age ? std::string(k_age_group) : result_.data.tables[place.table].table.columns[place.column];
  tell(place, column, true,
       rewriting.banded ? rewriting.level
       : rewriting.merged
           ? fmt::format("values of fewer than {} persons together as \"{}\"", request_.k, k_rare)
           : "n/a for persons who would stand out");
}

void TableWriter::write(const Rewriting& rewriting) {
  const Profile& profile = *rewriting.profile;
  const std::size_t bands = rewriting.banded ? place_of_bands(profile) : profile.places.size();
  for (std::size_t i = 0; i < profile.places.size(); ++i) {
    const ColumnPlace& place = profile.places[i];
    Table& table = result_.data.tables[place.table].table;
    const bool goes = rewriting.dropped || (rewriting.banded && i != bands);
    const bool renamed = i == bands && profile.kind == ProfileKind::age;
    if (!goes) tell_kept(rewriting, place);
    if (goes || renamed) {
      tell(place, table.columns[place.column], false,
           fmt::format("dropped to make groups of persons who share their details larger (aim: {} members)",
                       request_.k));
    }
    if (goes) {
      marked_[place.table].insert(place.column);
      continue;
    }
    rewrite_cells(rewriting, place);
    if (renamed) table.columns[place.column] = k_age_group;
  }
}

void TableWriter::erase_marked() {
  for (const auto& [table, columns] : marked_) {
    for (auto column = columns.rbegin(); column != columns.rend(); ++column) {
      result_.data.tables[table].table.erase_column(*column);
    }
  }
}

}  // namespace

void write_profiles(const GeneraliseRequest& request, const LevelChoice& choice, Generalised& result) {
  TableWriter writer(request, choice, result);
  for (std::size_t i = 0; i < choice.profiles.size(); ++i) writer.write(rewriting_of(choice, i));
  writer.erase_marked();
}

}  // namespace shareready
