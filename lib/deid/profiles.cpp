#include "deid/profiles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/text.hpp"
#include "deid/cells.hpp"
#include "deid/words.hpp"

namespace shareready {
namespace {

constexpr std::string_view k_missing = "n/a";
constexpr std::string_view k_nothing = "*";
// Bands nest; the highest is open, at the largest multiple of the width that leaves 89 inside.
constexpr std::array<int, 3> k_band_widths = {5, 10, 20};

std::string bare_label(std::string_view cell) {
  const std::string_view text = trim(cell);
  return std::string(text.starts_with("sub-") ? text.substr(4) : text);
}

// A column that stays only because the user's policy keeps it, with words in it.
bool is_kept_word(const ColumnRule* rule, const PersonTable& table, std::size_t column) {
  const bool listed = rule != nullptr && rule->action != ColumnAction::drop;
  return !listed && table_kind(table.path) != TableKind::sessions &&
         !is_numeric(cells_of(table.table, column));
}

// The quasi-identifier that a column tells; nothing where it tells none.
std::optional<std::pair<std::string, ProfileKind>> profile_of(const ColumnRules& rules,
                                                              const PersonTable& table, std::size_t column) {
  const std::string& name = table.table.columns[column];
  const ColumnRule* rule = rules.find(table_kind(table.path), name);
  if (is_kept_word(rule, table, column)) return std::pair(name, ProfileKind::word);
  if (rule == nullptr) return std::nullopt;
  if (rule->action == ColumnAction::age) return std::pair(std::string("age"), ProfileKind::age);
  if (rule->action == ColumnAction::sex) return std::pair(std::string("sex"), ProfileKind::sex);
  if (rule->action == ColumnAction::handedness) {
    return std::pair(std::string("handedness"), ProfileKind::handedness);
  }
  if (rule->action == ColumnAction::word) return std::pair(name, ProfileKind::word);
  return std::nullopt;
}

// The person of each row: an index into `persons`, or nothing.
std::vector<std::optional<std::size_t>> persons_of_rows(const PersonTable& table,
                                                        const std::map<std::string, std::size_t>& persons) {
  const auto column = table.table.column("participant_id");
  std::vector<std::optional<std::size_t>> rows;
  for (const auto& row : table.table.rows) {
    const std::string label = !table.person.empty() ? table.person : column ? bare_label(row[*column]) : "";
    const auto found = persons.find(label);
    rows.push_back(found == persons.end() ? std::nullopt : std::optional(found->second));
  }
  return rows;
}

// Where a cell stands, but for the person.
std::string place_name(const PersonTable& table, const std::string& column,
                       const std::vector<std::string>& row) {
  const auto session = table.table.column("session_id");
  return fmt::format("{}\x1f{}\x1f{}", table.person.empty() ? table.path : "sessions",
                     session ? row[*session] : "", column);
}

// How much the detail matters for use: ages and study groups are what analyses ask for first.
double weight_of(ProfileKind kind) {
  switch (kind) {
    case ProfileKind::age:
    case ProfileKind::word:
      return 2.0;
    case ProfileKind::sex:
      return 1.0;
    case ProfileKind::handedness:
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

}  // namespace

std::vector<Profile> collect_profiles(const std::vector<PersonTable>& tables,
                                      const std::vector<std::string>& persons, const ColumnRules& rules) {
  std::map<std::string, std::size_t> index;
  for (const std::string& person : persons) index.emplace(person, index.size());
  std::map<std::pair<ProfileKind, std::string>, Profile> profiles;
  std::map<std::pair<ProfileKind, std::string>, std::vector<std::vector<std::string>>> pieces;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const PersonTable& table = tables[t];
    const TableKind kind = table_kind(table.path);
    const auto rows = persons_of_rows(table, index);
    for (std::size_t c = 0; c < table.table.columns.size(); ++c) {
      const auto found = profile_of(rules, table, c);
      if (!found) continue;
      const std::pair key(found->second, found->first);
      Profile& profile = profiles[key];
      if (profile.places.empty()) {
        profile.name = found->first;
        profile.kind = found->second;
        profile.listed = rules.find(kind, table.table.columns[c]) != nullptr;
        profile.shown.assign(persons.size(), std::string(k_missing));
        pieces[key].resize(persons.size());
      }
      profile.places.push_back({.table = t, .column = c});
      for (std::size_t r = 0; r < rows.size(); ++r) {
        const std::string& cell = table.table.rows[r][c];
        if (!rows[r] || is_missing(cell)) continue;
        pieces[key][*rows[r]].push_back(place_name(table, table.table.columns[c], table.table.rows[r]) +
                                        "\x1f" + cell);
        if (kind == TableKind::participants && profile.shown[*rows[r]] == k_missing)
          profile.shown[*rows[r]] = cell;
      }
    }
  }
  std::vector<Profile> list;
  for (auto& [key, profile] : profiles) {
    for (auto& own : pieces[key]) {
      std::sort(own.begin(), own.end());
      profile.values.push_back(own.empty() ? std::string(k_missing) : join(own, "\x1e"));
    }
    list.push_back(std::move(profile));
  }
  return list;
}

int band_width(std::size_t level) { return level == 0 || level > 3 ? 0 : k_band_widths[level - 1]; }

Result<risk::Attribute> attribute_of(const Profile& profile, std::uint32_t k) {
  std::map<std::string, std::size_t> first;  // of each value, in the order of the values
  std::map<std::string, std::uint32_t> counts;
  for (std::size_t i = 0; i < profile.values.size(); ++i) {
    first.emplace(profile.values[i], i);
    ++counts[profile.values[i]];
  }
  const bool bands = profile.kind == ProfileKind::age && has_age_of_persons(profile);
  std::vector<std::vector<std::string>> rows;
  for (const auto& [value, person] : first) {
    std::vector<std::string> row{value};
    if (bands) {
      for (const int width : k_band_widths) row.push_back(band_of(profile.shown[person], width));
    }
    if (profile.kind == ProfileKind::word) {
      row.push_back(counts[value] < k && value != k_missing ? std::string(k_rare) : value);
    }
    row.emplace_back(k_nothing);
    rows.push_back(std::move(row));
  }
  risk::Attribute attribute{.name = profile.name, .hierarchy = {}, .weight = weight_of(profile.kind)};
  SR_TRY(attribute.hierarchy, risk::make_hierarchy(rows, "the levels of " + profile.name));
  return attribute;
}

std::string level_words(const Profile& profile, std::size_t level) {
  const bool is_age = profile.kind == ProfileKind::age;
  if (level == 0) return is_age ? "exact years" : "as it is";
  if (is_age && has_age_of_persons(profile) && level <= k_band_widths.size()) {
    return fmt::format("bands of {} years", k_band_widths[level - 1]);
  }
  if (profile.kind == ProfileKind::word && level == 1) return "rare values together";
  return "dropped";
}

}  // namespace shareready
