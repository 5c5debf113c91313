#include "stage/generalise_release.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

bool holds_persons(const std::string& path) {
  const TableKind kind = table_kind(path);
  return kind == TableKind::participants || kind == TableKind::phenotype || kind == TableKind::sessions;
}

std::string as_table(const std::string& path) {
  return fs::path(path).replace_extension(".tsv").generic_string();
}

bool is_table(const ReleasedFile& file) {
  return fs::path(file.path).extension() == ".tsv" && holds_persons(file.path);
}

bool is_sidecar(const ReleasedFile& file) {
  return fs::path(file.path).extension() == ".json" && holds_persons(as_table(file.path));
}

Status take_place_of(ReleasedFile& file, const std::string& content, const fs::path& folder) {
  const fs::path path = folder / file.path;
  std::error_code status;
  fs::create_directories(path.parent_path(), status);
  SR_CHECK(write_file(path, content));
  file.staged = path;
  return Done{};
}

// A phenotype table that tells nothing any more goes with its sidecar.
bool tells_nothing(const PersonTable& table, const ColumnRules& rules) {
  if (table_kind(table.path) != TableKind::phenotype) return false;
  return std::all_of(table.table.columns.begin(), table.table.columns.end(), [&](const std::string& column) {
    const ColumnRule* rule = rules.find(TableKind::phenotype, column);
    return rule != nullptr && rule->action == ColumnAction::identifier;
  });
}

void drop_empty_tables(std::vector<ReleasedFile>& files, const Generalised& generalised,
                       const ColumnRules& rules) {
  for (const PersonTable& table : generalised.data.tables) {
    if (!tells_nothing(table, rules)) continue;
    std::erase_if(files, [&](const ReleasedFile& file) { return as_table(file.path) == table.path; });
  }
}

std::string listing(const std::string& title, const std::vector<std::string>& labels) {
  std::string text = fmt::format("{}: {}\n", title, labels.size());
  for (const std::string& label : labels) text += fmt::format("  sub-{}\n", label);
  return text;
}

}  // namespace

Result<Generalised> generalise_release(std::vector<ReleasedFile>& files,
                                       const std::vector<std::string>& persons, const ColumnRules& rules,
                                       const Policy& policy, const fs::path& folder) {
  GeneraliseRequest request{.data = {},
                            .persons = persons,
                            .rules = &rules,
                            .k = static_cast<std::uint32_t>(policy.k),
                            .suppression_limit = policy.suppression_limit,
                            .policy = policy.tables};
  std::vector<ReleasedFile*> tables;
  for (ReleasedFile& file : files) {
    if (is_table(file)) {
      SR_TRY(Table table, read_table(file.staged));
      request.data.tables.push_back(
          {.path = file.path, .person = file.participant, .table = std::move(table)});
      tables.push_back(&file);
    } else if (is_sidecar(file)) {
      SR_TRY(const std::string text, read_text(file.staged));
      SR_TRY(Json json, parse_json(text, file.path));
      request.data.sidecars.emplace(file.path, std::move(json));
    }
  }
  const DescribedTables before = request.data;
  SR_TRY(Generalised generalised, generalise(std::move(request)));
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (generalised.data.tables[i].table == before.tables[i].table) continue;
    SR_CHECK(take_place_of(*tables[i], format_table(generalised.data.tables[i].table), folder));
  }
  for (ReleasedFile& file : files) {
    const auto fresh = generalised.data.sidecars.find(file.path);
    if (fresh == generalised.data.sidecars.end() || fresh->second == before.sidecars.at(file.path)) continue;
    SR_CHECK(take_place_of(file, format_json(fresh->second), folder));
  }
  drop_empty_tables(files, generalised, rules);
  return generalised;
}

std::string risk_listing(const Generalised& generalised) {
  return listing("Persons who are unique by the details in the source tables", generalised.unique_before) +
         listing("Persons whose details were replaced by n/a", generalised.suppressed_persons);
}

}  // namespace shareready
