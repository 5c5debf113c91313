#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "base/text.hpp"
#include "deid/cells.hpp"
#include "deid/profile_writer.hpp"

namespace shareready {
namespace {

std::set<std::string> values_of(const Table& table, std::string_view column) {
  std::set<std::string> values;
  const auto place = table.column(column);
  for (std::size_t row = 0; place && row < table.rows.size(); ++row) {
    if (!is_missing(table.rows[row][*place])) values.insert(table.rows[row][*place]);
  }
  return values;
}

// The order of ages, not of texts: "5-9" comes before "10-14".
void describe_age_group(Json& sidecar, const Table& table, const std::string& level) {
  const std::set<std::string> values = values_of(table, k_age_group);
  std::vector<std::string> bands(values.begin(), values.end());
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

// Bands of numbers and levels of hierarchies: what the values were is not told any more.
void describe_bands(Json& description, const std::set<std::string>& values, const std::string& words) {
  for (const char* key : {"Levels", "Units", "Minimum", "Maximum", "Format"}) description.erase(key);
  Json levels{Json::Object{}};
  for (const std::string& value : values) levels.set(value, fmt::format("{}: {}", words, value));
  description.set("Levels", std::move(levels));
}

// What one table says, in the sidecar beside it.
void describe_table(const LevelChoice& choice, const Generalised& result, const Table& table, Json& json) {
  for (std::size_t i = 0; i < choice.profiles.size(); ++i) {
    const Profile& profile = choice.profiles[i];
    const bool banded = (choice.levels[i] > 0 || !choice.ranges.empty()) && table.column(profile.name) &&
                        (profile.kind == ProfileKind::number || profile.kind == ProfileKind::listed);
    if (banded && json.find(profile.name) == nullptr) json.set(profile.name, Json::Object{});
    Json* description = json.find(profile.name);
    if (banded && description->is_object()) {
      describe_bands(*description, values_of(table, profile.name), result.identifiers[i].level);
    }
    if (profile.kind == ProfileKind::region && table.column(profile.name)) {
      json.set(
          profile.name,
          Json::Object{
              {"Description",
               fmt::format(
                   "Region of residence, from the postcode: {}. Dutch ones: ISO 3166-2 code of the province",
                   result.identifiers[i].level)}});
    }
  }
}

}  // namespace

void describe_profiles(const LevelChoice& choice, Generalised& result) {
  for (auto& [path, json] : result.data.sidecars) {
    if (!json.is_object()) continue;
    for (const ColumnChange& change : result.changes) {
      const bool same = table_kind(replace_all(path, ".json", ".tsv")) == change.table;
      if (same && !change.kept) json.erase(change.column);
    }
    for (const PersonTable& table : result.data.tables) {
      if (!table.person.empty() || !describes(path, table.path)) continue;
      describe_table(choice, result, table.table, json);
      for (const QuasiIdentifier& identifier : result.identifiers) {
        const bool grouped = identifier.kind == ProfileKind::age && table.table.column(k_age_group);
        if (grouped && path == "participants.json") describe_age_group(json, table.table, identifier.level);
      }
    }
  }
}

}  // namespace shareready
