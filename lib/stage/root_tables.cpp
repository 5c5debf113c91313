#include "stage/root_tables.hpp"

#include "base/hash.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

// Looked up once for everybody: a search in all rows for each person would take the square of their number.
void index_rows(const std::string& path, const Table& table, RootTables& tables) {
  const auto column = table.column("participant_id");
  for (std::size_t row = 0; column && row < table.rows.size(); ++row) {
    const std::string label(strip_prefix(table.rows[row][*column], "sub-"));
    tables.rows_by_label[label][path].push_back(row);
  }
}

}  // namespace

RootTables read_root_tables(const Inventory& inventory) {
  RootTables tables;
  for (const InventoryFile& file : inventory.files) {
    const bool known = file.kind == FileKind::participants || file.kind == FileKind::phenotype ||
                       file.kind == FileKind::samples;
    if (!known) continue;
    if (file.path.extension() != ".tsv") continue;
    Result<Table> table = read_table(file.target);
    if (!table.ok()) continue;
    index_rows(file.path.generic_string(), *table, tables);
    tables.by_path.emplace(file.path.generic_string(), std::move(*table));
  }
  return tables;
}

std::map<std::string, Table> rows_of(const RootTables& tables, std::string_view participant) {
  std::map<std::string, Table> found;
  const auto rows = tables.rows_by_label.find(participant);
  for (const auto& [path, table] : tables.by_path) {
    if (!table.column("participant_id")) continue;
    Table& own = found.emplace(path, Table{.columns = table.columns, .rows = {}}).first->second;
    if (rows == tables.rows_by_label.end()) continue;
    const auto of_table = rows->second.find(path);
    if (of_table == rows->second.end()) continue;
    for (const std::size_t row : of_table->second) own.rows.push_back(table.rows[row]);
  }
  return found;
}

std::string context_hash(const RootTables& tables, std::string_view participant) {
  std::string text;
  for (const auto& [path, table] : rows_of(tables, participant)) text += path + "\n" + format_table(table);
  return sha256_hex(text);
}

void collect_root_tokens(const RootTables& tables, std::string_view participant, const ColumnRules& rules,
                         TokenSet& tokens) {
  for (const auto& [path, table] : rows_of(tables, participant)) {
    collect_tokens(table, table_kind(path), rules, tokens);
  }
}

}  // namespace shareready
