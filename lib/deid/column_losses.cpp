#include "deid/column_losses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "base/text.hpp"
#include "base/words.hpp"
#include "deid/cells.hpp"
#include "deid/column_texts.hpp"

namespace shareready {
namespace {

constexpr std::array<std::string_view, 4> k_new_in_release = {"filename", "participant_id", "sample_id",
                                                              "session_id"};

std::optional<double> number_of(const std::string& cell) {
  if (!is_number(cell)) return std::nullopt;
  return std::strtod(std::string(trim(cell)).c_str(), nullptr);
}

std::string as_table(const std::string& sidecar) {
  return std::filesystem::path(sidecar).replace_extension(".tsv").generic_string();
}

// All sessions.tsv are one group, so are all scans.tsv.
std::string group_of_everybody(const std::string& table) {
  const TableKind kind = table_kind(table);
  const bool alone = kind == TableKind::participants || kind == TableKind::phenotype;
  return alone ? table : fmt::format("{}.tsv", to_string(kind));
}

// "sub-01/" of a path in the folder of a participant, else "".
std::string own_folder(const std::string& path) {
  return path.starts_with("sub-") && path.find('/') != std::string::npos ? path.substr(0, path.find('/') + 1)
                                                                         : "";
}

void insert_words(std::string_view text, std::set<std::string>& words) {
  for (std::string& word : words_of(text)) words.insert(std::move(word));
}

// Words of values that are gone, and by which the source explained them; not those that it explained values
// with that are left, unless a lost value is called by that word alone ("female").
void add_lost_words(const ColumnRecord& before, const ColumnRecord& after, ColumnLoss& loss) {
  std::set<std::string> left, names;
  for (const auto& [level, text] : before.levels) {
    const bool stays = after.values.contains(comparable(level));
    const bool name = words_of(text).size() == 1;
    insert_words(text, stays ? left : name ? names : loss.lost_words);
    if (!stays) insert_words(level, names);
  }
  for (const auto* values : {&before.values, &before.others}) {
    for (const std::string& value : *values) {
      if (!after.values.contains(value)) insert_words(value, names);
    }
  }
  for (const std::string& word : left) loss.lost_words.erase(word);
  loss.lost_words.insert(names.begin(), names.end());
  for (const std::string& word : loss.words) loss.lost_words.erase(word);
}

void add_left(const ColumnRecord& after, ColumnLoss& loss) {
  loss.values = after.values;
  for (const std::string& value : after.values) {
    for (const double number : told_by(value).numbers) loss.numbers.insert(number);
    if (!number_of(value)) insert_words(value, loss.words);
  }
}

bool are_all_in(const std::unordered_set<std::string>& some, const std::unordered_set<std::string>& all) {
  return std::all_of(some.begin(), some.end(),
                     [&all](const std::string& value) { return all.contains(value); });
}

void record_table(const PersonTable& table, const std::string& group,
                  const std::map<std::string, std::size_t>& persons, ColumnRecords& records) {
  const auto rows = persons_of_rows(table, persons);
  for (std::size_t column = 0; column < table.table.columns.size(); ++column) {
    const std::string& name = table.table.columns[column];
    if (is_new_in_release(name)) continue;
    ColumnRecord& record = records[{group, name}];
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const std::string& cell = table.table.rows[row][column];
      const bool missing = is_missing(cell);
      if (missing && rows[row]) ++record.missing;
      if (!missing) (rows[row] ? record.values : record.others).insert(comparable(cell));
    }
  }
}

void record_levels(const std::string& path, const Json& sidecar, ColumnRecords& records) {
  for (const auto& [column, description] : sidecar.as_object()) {
    const auto record = records.find({group_described_by(path), column});
    if (record == records.end()) continue;
    for (const auto& [level, text] : description.at("Levels").as_object()) {
      if (text.is_string()) record->second.levels.emplace_back(level, text.as_string());
    }
  }
}

}  // namespace

bool is_new_in_release(std::string_view column) {
  return std::find(k_new_in_release.begin(), k_new_in_release.end(), column) != k_new_in_release.end();
}

std::string comparable(const std::string& cell) {
  const auto number = number_of(cell);
  return number ? fmt::format("{}", *number) : std::string(trim(cell));
}

std::string group_described_by(const std::string& sidecar) {
  return own_folder(sidecar) + group_of_everybody(as_table(sidecar));
}

ColumnRecords record_columns(const DescribedTables& data, const std::vector<std::string>& persons) {
  std::map<std::string, std::size_t> index;
  for (const std::string& person : persons) index.emplace(person, index.size());
  std::set<std::string> own;  // folders with sidecars of their own
  for (const auto& [path, sidecar] : data.sidecars) own.insert(own_folder(path));
  ColumnRecords records;
  for (const auto* tables : {&data.tables, &data.lists}) {
    for (const PersonTable& table : *tables) {
      const std::string group = group_of_everybody(table.path);
      const std::string folder = own_folder(table.path);
      record_table(table, group, index, records);
      if (!folder.empty() && own.contains(folder)) record_table(table, folder + group, index, records);
    }
  }
  for (const auto& [path, sidecar] : data.sidecars) record_levels(path, sidecar, records);
  return records;
}

void add_records(const ColumnRecords& other, ColumnRecords& records) {
  for (const auto& [key, source] : other) {
    const auto [place, fresh] = records.emplace(key, source);
    if (fresh) continue;
    ColumnRecord& record = place->second;
    record.values.insert(source.values.begin(), source.values.end());
    record.others.insert(source.others.begin(), source.others.end());
    record.missing = std::min(record.missing, source.missing);
    record.partial = record.partial || source.partial;
  }
}

ColumnLosses losses_between(const ColumnRecords& before, const ColumnRecords& after) {
  ColumnLosses losses;
  const ColumnRecord nothing;
  for (const auto& [key, source] : before) {
    const auto found = after.find(key);
    const ColumnRecord& fresh = found == after.end() ? nothing : found->second;
    ColumnLoss loss;
    loss.gone = source.partial || !are_all_in(source.values, fresh.values) ||
                !are_all_in(source.others, fresh.values);
    if (!loss.gone && fresh.missing <= source.missing) continue;
    add_left(fresh, loss);
    add_lost_words(source, fresh, loss);
    losses.emplace(key, std::move(loss));
  }
  return losses;
}

}  // namespace shareready
