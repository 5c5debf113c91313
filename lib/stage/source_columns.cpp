#include "stage/source_columns.hpp"

#include <filesystem>

#include "base/text.hpp"

namespace shareready {
namespace {

bool is_left_out(const Table& table, std::size_t row, const PersonTable& home, const ReleasedRows& rows) {
  const auto cell = [&](std::string_view column) -> std::string_view {
    const auto at = table.column(column);
    return at ? trim(table.rows[row][*at]) : std::string_view();
  };
  const std::string_view session = cell("session_id"), filename = cell("filename");
  if (!session.empty()) {
    const std::string_view person = strip_prefix(cell("participant_id"), "sub-");
    if (!rows.labels->session(person.empty() ? home.person : person, strip_prefix(session, "ses-")))
      return true;
  }
  if (filename.empty()) return false;
  const auto folder = std::filesystem::path(home.path).parent_path();
  return !rows.paths.contains((folder / filename).lexically_normal().generic_string());
}

}  // namespace

ReleasedRows released_rows(const std::vector<ReleasedFile>& files, const LabelMap& labels) {
  ReleasedRows rows{.labels = &labels, .paths = {}};
  for (const ReleasedFile& file : files) rows.paths.insert(file.path);
  return rows;
}

PersonTable person_table(const std::string& path, Table table, const ReleasedRows& rows) {
  PersonTable fresh{.path = path, .person = place_of(path).participant, .table = std::move(table)};
  for (std::size_t row = 0; row < fresh.table.rows.size(); ++row) {
    if (is_left_out(fresh.table, row, fresh, rows)) fresh.left_out.insert(row);
  }
  return fresh;
}

ColumnRecords read_source_columns(const Inventory& inventory, const ReleasedRows& rows,
                                  const std::map<std::string, Json>& sidecars) {
  DescribedTables source{.tables = {}, .sidecars = sidecars};
  for (const InventoryFile& file : inventory.files) {
    const std::string path = file.path.generic_string();
    const bool table = path.ends_with(".tsv") && !file.bidsignored && is_of_persons(table_kind(path));
    if (!table || path.starts_with("derivatives/") || path.starts_with("sourcedata/")) continue;
    Result<Table> read = read_table(file.target);
    if (read.ok()) source.tables.push_back(person_table(path, std::move(*read), rows));
  }
  ColumnRecords records = record_columns(source, rows.labels->old_participants_by_new());
  const bool partial = inventory.participants.size() < inventory.all_participants.size();
  for (auto& [key, record] : records) {
    const TableKind kind = table_kind(key.first);
    record.partial = partial && (kind == TableKind::sessions || kind == TableKind::scans);
  }
  return records;
}

}  // namespace shareready
