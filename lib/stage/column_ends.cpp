#include "stage/column_ends.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "base/files.hpp"
#include "deid/cells.hpp"
#include "deid/tables.hpp"
#include "stage/content_groups.hpp"
#include "stage/report_parts.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

struct PersonEnds {
  double lowest = 0.0, highest = 0.0;
};

// One column over all tables of its kind.
struct ColumnCount {
  std::string first;  // value
  bool any = false, missing = false, same = true, numeric = true;
  std::map<std::string, PersonEnds> persons;  // by new label
};
using ColumnCounts = std::map<std::pair<std::string, std::string>, ColumnCount>;

void count_cell(const std::string& cell, const std::string& person, ColumnCount& count) {
  if (is_missing(cell)) {
    count.missing = true;
    return;
  }
  if (!count.any) count.first = cell;
  count.any = true;
  count.same = count.same && cell == count.first;
  double value = 0.0;
  const char* const end = cell.data() + cell.size();
  const auto read = std::from_chars(cell.data(), end, value);
  count.numeric = count.numeric && is_number(cell) && read.ec == std::errc{} && read.ptr == end;
  if (!count.numeric) return;
  PersonEnds& ends = count.persons.try_emplace(person, PersonEnds{value, value}).first->second;
  ends.lowest = std::min(ends.lowest, value);
  ends.highest = std::max(ends.highest, value);
}

Status count_table(const fs::path& release, const fs::path& path, ColumnCounts& counts,
                   ReleasedContents& found) {
  SR_TRY(const Table table, read_table(path));
  const std::string relative = path.lexically_relative(release).generic_string();
  if (relative.starts_with("sub-") && table_kind(relative) == TableKind::events) {
    found.groups.add_events(relative, table);
    found.words.add_events(table);
  }
  const std::string owner =
      relative.starts_with("sub-") ? relative.substr(0, relative.find('/')) : std::string();
  const auto label = table.column("participant_id");
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    ColumnCount& count = counts[{table_name(table_kind(relative)), table.columns[i]}];
    for (const auto& row : table.rows) count_cell(row[i], label ? row[*label] : owner, count);
  }
  return Done{};
}

// The value below which that share of the sorted values lies, between two of them where it falls there.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(std::floor(place));
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

struct Fences {
  double low = 0.0, high = 0.0;
};

Fences outer_fences(std::vector<double> values) {
  constexpr double k_distances = 3.0;
  std::sort(values.begin(), values.end());
  const double lower = quantile(values, 0.25), upper = quantile(values, 0.75);
  return {lower - k_distances * (upper - lower), upper + k_distances * (upper - lower)};
}

bool is_far(const ColumnCount& count) {
  std::vector<double> lowest, highest;
  for (const auto& [person, ends] : count.persons) {
    lowest.push_back(ends.lowest);
    highest.push_back(ends.highest);
  }
  if (lowest.empty()) return false;
  const double low = outer_fences(lowest).low, high = outer_fences(highest).high;
  return std::any_of(lowest.begin(), lowest.end(), [low](double value) { return value < low; }) ||
         std::any_of(highest.begin(), highest.end(), [high](double value) { return value > high; });
}

readiness::ColumnValues values_of(const ColumnCount& count) {
  using enum readiness::ColumnValues;
  if (count.same && !(count.any && count.missing)) return same;  // who has a value differs from who has none
  if (!count.numeric) return words;
  return is_far(count) ? numbers_far : numbers;
}

}  // namespace

Result<ReleasedContents> find_column_ends(const fs::path& release) {
  std::vector<fs::path> tables;
  ReleasedContents found;
  ContentGroups& contents = found.groups;
  std::error_code status;
  for (fs::recursive_directory_iterator it(release, status), end; !status && it != end;
       it.increment(status)) {
    const std::string name = it->path().filename().string();
    const bool of_persons = name.starts_with("sub-") || name == "phenotype";
    if (it.depth() == 0 && !of_persons && it->is_directory(status)) it.disable_recursion_pending();
    if (it->path().extension() == ".tsv") tables.push_back(it->path());
    const fs::path relative = it->path().lexically_relative(release);
    found.words.add_file(name);
    const bool of_participant = relative.begin()->string().starts_with("sub-");
    const bool of_task = it.depth() == 0 && name.starts_with("task-") && relative.extension() == ".json";
    if (of_task) {
      SR_TRY(const std::string text, read_text(it->path()));
      found.words.add_sidecar(text);
    }
    if (!of_participant || it->is_directory(status)) continue;
    contents.add_file(relative);
    if (relative.extension() != ".json") continue;
    SR_TRY(const std::string text, read_text(it->path()));
    contents.add_sidecar(relative, text);
    found.words.add_sidecar(text);
  }
  if (status) return Error{ErrorCode::io, "the release", status.message(), {}};
  std::sort(tables.begin(), tables.end());
  ColumnCounts counts;
  for (const fs::path& path : tables) SR_CHECK(count_table(release, path, counts, found));
  for (const auto& [column, count] : counts) {
    const bool events = column.first == table_name(TableKind::events);
    found.ends.push_back({.table = column.first,
                          .name = column.second,
                          .values = values_of(count),
                          .fewest_alike = events ? contents.fewest_alike(column.second) : 0});
  }
  return found;
}

}  // namespace shareready
