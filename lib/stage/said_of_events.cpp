#include "stage/said_of_events.hpp"

#include <fmt/format.h>

#include <set>
#include <string>

#include "bids/inventory.hpp"
#include "stage/root_tables.hpp"

namespace shareready {
namespace {

using Names = std::set<std::string>;

// Columns of events tables, and of all other tables that the policy reaches.
struct NamedColumns {
  Names events, others;
};

NamedColumns columns_in(const GroupRun& run) {
  NamedColumns columns;
  for (const Outcome& outcome : run.inputs.outcomes) {
    for (const FileOutcome& file : outcome.files) {
      const bool events = file.kind == to_string(FileKind::events);
      const bool list = file.kind == to_string(FileKind::sessions) || file.kind == to_string(FileKind::scans);
      if (!events && !list) continue;
      for (const PartOutcome& part : file.parts) (events ? columns.events : columns.others).insert(part.name);
    }
  }
  for (const auto& [path, table] : read_root_tables(*run.preparation->inventory).by_path)
    columns.others.insert(table.columns.begin(), table.columns.end());
  return columns;
}

}  // namespace

Status check_said_of_events(const GroupRun& run) {
  const auto& said = run.options->policy.tables.columns;
  if (said.empty()) return Done{};
  const NamedColumns columns = columns_in(run);
  for (const auto& [name, column] : said) {
    if (!columns.events.contains(name) || columns.others.contains(name)) continue;
    const bool required = name == "onset" || name == "duration";
    const bool goes = column.type == ColumnType::free_text || column.type == ColumnType::direct_identifier;
    if (goes && !required) continue;
    return Error{
        ErrorCode::usage,
        name,
        fmt::format("the policy calls this column {}, and events tables alone have it: {}. Nothing was "
                    "published; take it out of the policy, or let the column go where it may, and run "
                    "both levels again",
                    to_string(column.type),
                    required ? "there BIDS requires it, and it stays as it is"
                             : "there a policy can only let columns go (free_text), and makes none "
                               "coarser, caps none and relabels none"),
        {}};
  }
  return Done{};
}

}  // namespace shareready
