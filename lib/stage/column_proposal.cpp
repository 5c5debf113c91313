#include "stage/column_proposal.hpp"

#include <algorithm>
#include <vector>

#include "deid/tables.hpp"
#include "stage/text_step.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

bool is_table_of_persons(const fs::path& relative) {
  return relative.extension() == ".tsv" && is_of_persons(table_kind(relative.generic_string()));
}

std::vector<fs::path> tables_of_persons(const fs::path& bids_dir) {
  std::vector<fs::path> found;
  std::error_code status;
  for (auto entry = fs::recursive_directory_iterator(bids_dir, status);
       !status && entry != fs::recursive_directory_iterator(); entry.increment(status)) {
    const fs::path relative = entry->path().lexically_relative(bids_dir);
    const std::string top = relative.begin()->string();
    const bool kept =
        top == "phenotype" || top.starts_with("sub-") || top == "participants.tsv" || top == "samples.tsv";
    if (entry->is_directory() && !kept) entry.disable_recursion_pending();
    if (kept && is_table_of_persons(relative)) found.push_back(relative);
  }
  std::sort(found.begin(), found.end());
  return found;
}

// What tells the type: the user's policy, a word of the name, or what stands in the column.
std::string sign_of(const ColumnRules& rules, TableKind kind, const std::string& column) {
  const ColumnRule* rule = rules.find(kind, column);
  if (rule == nullptr) return "its content";
  const bool said = std::any_of(rules.said.begin(), rules.said.end(),
                                [rule](const ColumnRule& own) { return &own == rule; });
  return said ? "the policy" : "its name, by \"" + rule->column + "\"";
}

}  // namespace

Result<Json> propose_columns(const fs::path& bids_dir, const Policy& policy) {
  std::error_code status;
  if (!fs::is_directory(bids_dir, status)) {
    return Error{ErrorCode::no_input, bids_dir.string(), "expected the folder of a dataset", {}};
  }
  SR_TRY(const TextRules rules, load_text_rules(policy));
  Json columns{Json::Object{}};
  for (const fs::path& path : tables_of_persons(bids_dir)) {
    const Result<Table> table = read_table(bids_dir / path);
    if (!table.ok()) continue;
    const Result<ScrubbedTable> scrubbed =
        scrub_table(*table, table_kind(path.generic_string()), {.rules = &rules.columns});
    if (!scrubbed.ok()) continue;
    // What samples.tsv describes is microscopy, which is left out, and the table with it.
    const bool left_out = table_kind(path.generic_string()) == TableKind::samples;
    for (const ColumnDecision& column : scrubbed->columns) {
      if (columns.find(column.column) != nullptr) continue;
      const std::string why =
          column.reason + (left_out ? "; samples.tsv is left out with the microscopy it describes" : "");
      columns.set(
          column.column,
          Json::Object{{"type", to_string(column.type)},
                       {"by", sign_of(rules.columns, table_kind(path.generic_string()), column.column)},
                       {"stays", column.kept && !left_out},
                       {"why", why}});
    }
  }
  return columns;
}

}  // namespace shareready
