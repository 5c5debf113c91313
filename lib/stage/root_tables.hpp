#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bids/inventory.hpp"
#include "bids/table.hpp"
#include "deid/tables.hpp"

namespace shareready {

// The tables of the dataset root that hold a row per person: participants.tsv and phenotype/*.tsv.
struct RootTables {
  std::map<std::string, Table> by_path;  // relative path -> table; those that can be read
  // label without "sub-" -> path -> which rows of that table are of this person, in order
  std::map<std::string, std::map<std::string, std::vector<std::size_t>>, std::less<>> rows_by_label;
};

RootTables read_root_tables(const Inventory& inventory);

// The rows of one participant with their header, table by table.
std::map<std::string, Table> rows_of(const RootTables& tables, std::string_view participant);

// SHA-256 of what the root tables say about a participant: its work is done again when they say something
// else.
std::string context_hash(const RootTables& tables, std::string_view participant);

// Personal tokens of one participant, out of its rows.
void collect_root_tokens(const RootTables& tables, std::string_view participant, const ColumnRules& rules,
                         TokenSet& tokens);

}  // namespace shareready
