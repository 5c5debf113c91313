#include "stage/root_tables.hpp"

#include "base/hash.hpp"

namespace shareready {

RootTables read_root_tables(const Inventory& inventory) {
  RootTables tables;
  for (const InventoryFile& file : inventory.files) {
    const bool known = file.kind == FileKind::participants || file.kind == FileKind::phenotype ||
                       file.kind == FileKind::samples;
    if (!known) continue;
    if (file.path.extension() != ".tsv") continue;
    Result<Table> table = read_table(file.target);
    if (table.ok()) tables.by_path.emplace(file.path.generic_string(), std::move(*table));
  }
  return tables;
}

std::map<std::string, Table> rows_of(const RootTables& tables, std::string_view participant) {
  const std::string bare(participant);
  const std::string prefixed = "sub-" + bare;
  std::map<std::string, Table> found;
  for (const auto& [path, table] : tables.by_path) {
    const auto column = table.column("participant_id");
    if (!column) continue;
    Table own{.columns = table.columns, .rows = {}};
    for (const std::vector<std::string>& row : table.rows) {
      if (row[*column] == prefixed || row[*column] == bare) own.rows.push_back(row);
    }
    found.emplace(path, std::move(own));
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
