#include "deid/profiles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

#include "base/text.hpp"
#include "base/words.hpp"
#include "deid/cells.hpp"

namespace shareready {
namespace {

std::string bare_label(std::string_view cell) {
  const std::string_view text = trim(cell);
  return std::string(text.starts_with("sub-") ? text.substr(4) : text);
}

using ProfileKey = std::pair<ProfileKind, std::string>;

const ColumnPolicy* said_of(const TablePolicy& policy, const std::string& name) {
  const auto found = policy.columns.find(name);
  return found == policy.columns.end() ? nullptr : &found->second;
}

// The quasi-identifier that a column tells; nothing where it tells none.
std::optional<ProfileKey> profile_of(const ColumnRules& rules, const PersonTable& table, std::size_t column) {
  const std::string& name = table.table.columns[column];
  const ColumnRule* rule = rules.find(table_kind(table.path), name);
  if (rule == nullptr) return std::nullopt;
  switch (rule->action) {
    case ColumnAction::age:
      return ProfileKey(ProfileKind::age, "age");
    case ColumnAction::sex:
      return ProfileKey(ProfileKind::sex, "sex");
    case ColumnAction::handedness:
      return ProfileKey(ProfileKind::handedness, "handedness");
    case ColumnAction::region:
      return ProfileKey(ProfileKind::region, name);
    case ColumnAction::site:
    case ColumnAction::word:
      return ProfileKey(ProfileKind::word, name);
    case ColumnAction::quasi:
      return ProfileKey(ProfileKind::number, name);  // or words, as all its cells together tell
    case ColumnAction::other:
      return ProfileKey(ProfileKind::listed, name);  // only if its cells are words
    case ColumnAction::score:
      if (rules.scores == ScoreRule::counted) return ProfileKey(ProfileKind::category, name);
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

// Between the cells of one value, and between the parts of a place and its cell: control characters, which no
// cell has.
constexpr char k_next_piece = '\x1e', k_behind_place = '\x1f';

// Where a cell stands, but for the person.
std::string place_name(const PersonTable& table, const std::string& column,
                       const std::vector<std::string>& row) {
  const auto session = table.table.column("session_id");
  return fmt::format("{}\x1f{}\x1f{}", table.person.empty() ? table.path : "sessions",
                     session ? row[*session] : "", column);
}

// only keeps: they are not counted among what persons share.
bool settle_kind(Profile& profile, const std::vector<PersonTable>& tables) {
  const bool quasi = profile.kind == ProfileKind::number;
  if (!quasi && profile.kind != ProfileKind::listed) return true;
  const bool numeric =
      std::all_of(profile.places.begin(), profile.places.end(), [&](const ColumnPlace& place) {
        return is_numeric(cells_of(tables[place.table].table, place.column));
      });
  if (numeric && !quasi) return false;
  const bool listed = quasi && profile.said != nullptr && !profile.said->hierarchy.empty();
  profile.kind = listed ? ProfileKind::listed : numeric ? ProfileKind::number : ProfileKind::word;
  return true;
}

// One cell that tells a profile.
struct Piece {
  std::string_view cell;
  std::string place;  // empty where the profile has one place only
};

// The cells of one profile by person, while tables are read.
class Pieces {
 public:
  Pieces(const std::vector<PersonTable>& tables,
         const std::vector<std::vector<std::optional<std::size_t>>>& rows, std::size_t persons)
      : tables_(tables), rows_(rows), persons_(persons) {}
  void fill(Profile& profile) const;

 private:
  std::size_t shown_place(const Profile& profile) const;
  const std::vector<PersonTable>& tables_;
  const std::vector<std::vector<std::optional<std::size_t>>>& rows_;
  std::size_t persons_;
};

// The table whose cells are shown; ages are shown by participants.tsv alone.
std::size_t Pieces::shown_place(const Profile& profile) const {
  for (std::size_t i = 0; i < profile.places.size(); ++i) {
    if (table_kind(tables_[profile.places[i].table].path) == TableKind::participants) return i;
  }
  return profile.kind == ProfileKind::age ? profile.places.size() : 0;
}

void Pieces::fill(Profile& profile) const {
  const bool alone = profile.places.size() == 1;
  const std::size_t shown = shown_place(profile);
  std::vector<std::vector<Piece>> pieces(persons_);
  profile.shown.assign(persons_, std::string(k_missing));
  for (std::size_t i = 0; i < profile.places.size(); ++i) {
    const PersonTable& table = tables_[profile.places[i].table];
    const std::size_t column = profile.places[i].column;
    const auto& rows = rows_[profile.places[i].table];
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const std::string& cell = table.table.rows[r][column];
      if (!rows[r] || is_missing(cell)) continue;
      pieces[*rows[r]].push_back(
          {.cell = cell,
           .place =
               alone ? std::string() : place_name(table, table.table.columns[column], table.table.rows[r])});
      if (i == shown && profile.shown[*rows[r]] == k_missing) profile.shown[*rows[r]] = cell;
    }
  }
  for (auto& own : pieces) {
    std::sort(own.begin(), own.end(), [](const Piece& one, const Piece& other) {
      return std::tie(one.place, one.cell) < std::tie(other.place, other.cell);
    });
    std::string value;
    for (const Piece& piece : own) {
      if (!value.empty()) value += k_next_piece;
      value += piece.place;
      if (!alone) value += k_behind_place;
      value += piece.cell;
    }
    profile.values.push_back(own.empty() ? std::string(k_missing) : std::move(value));
  }
}

}  // namespace

std::vector<std::optional<std::size_t>> persons_of_rows(const PersonTable& table,
                                                        const std::map<std::string, std::size_t>& persons) {
  const auto column = table.table.column("participant_id");
  std::vector<std::optional<std::size_t>> rows;
  rows.reserve(table.table.rows.size());
  for (std::size_t i = 0; i < table.table.rows.size(); ++i) {
    const auto& row = table.table.rows[i];
    const std::string label = !table.person.empty() ? table.person : column ? bare_label(row[*column]) : "";
    const auto found = table.left_out.contains(i) ? persons.end() : persons.find(label);
    rows.push_back(found == persons.end() ? std::nullopt : std::optional(found->second));
  }
  return rows;
}

std::vector<int> ages_in(const std::string& value) {
  std::vector<int> ages;
  for (const std::string& piece : split(value, k_next_piece)) {
    const std::size_t cell = piece.rfind(k_behind_place);
    const std::string age = cell == std::string::npos ? piece : piece.substr(cell + 1);
    int years = 0;
    const auto [end, error] = std::from_chars(age.data(), age.data() + age.size(), years);
    if (error == std::errc{}) ages.push_back(years);
  }
  return ages;
}

std::vector<Profile> collect_profiles(const std::vector<PersonTable>& tables,
                                      const std::vector<std::string>& persons, const ColumnRules& rules,
                                      const TablePolicy& policy) {
  std::map<std::string, std::size_t> index;
  for (const std::string& person : persons) index.emplace(person, index.size());
  std::vector<std::vector<std::optional<std::size_t>>> rows;
  std::map<ProfileKey, Profile> profiles;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    rows.push_back(persons_of_rows(tables[t], index));
    for (std::size_t c = 0; c < tables[t].table.columns.size(); ++c) {
      const auto key = profile_of(rules, tables[t], c);
      if (!key) continue;
      Profile& profile = profiles[*key];
      if (profile.places.empty()) {
        profile.name = key->second;
        profile.kind = key->first;
        const bool own_name = key->second == tables[t].table.columns[c];
        profile.listed = !own_name || rules.is_listed(table_kind(tables[t].path), key->second);
        profile.said = said_of(policy, key->second);
        if (profile.kind == ProfileKind::age) profile.limits = policy.age_bands;
      }
      profile.places.push_back({.table = t, .column = c});
    }
  }
  std::vector<Profile> list;
  for (auto& [key, profile] : profiles) {
    if (!settle_kind(profile, tables)) continue;
    Pieces(tables, rows, persons.size()).fill(profile);
    list.push_back(std::move(profile));
  }
  return list;
}

}  // namespace shareready
