#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "bids/references.hpp"
#include "bids/table.hpp"
#include "deid/labels.hpp"

namespace shareready {

// A path relative to the root, with '/', whose folders and file name bear the new labels; nothing where it
// names a participant or a session that has no new label, or where `sub-` or `ses-` stands in it in any other
// way.
std::optional<std::string> relabel_path(std::string_view path, const LabelMap& labels);

// False where an entity or another part of a file name than `sub-` and `ses-` holds a date or a token, so
// that the new labels would not hide whom it is about.
bool is_harmless_path(std::string_view path, const TokenSet& tokens);

// The path an image and its sidecar get in the derivative layout: `desc-defaced` before the suffix, or
// another word for what was done. Nothing where the name is not of that form or holds another `desc`.
std::optional<std::string> defaced_path(std::string_view path, std::string_view word = "defaced");

// Where a table stands: it decides what its labels mean.
struct TableHome {
  std::string path;  // relative to the old root: "sub-01/ses-1/sub-01_ses-1_scans.tsv"
};

struct RelabelledTable {
  Table table;
  // What the rows named that went: participants, sessions and files that are not released. Of the source.
  std::vector<std::string> removed = {};
};

// The rows with new labels in participant_id and session_id, and in filename through `released` (old path ->
// new path). Rows of what is not released are left out; the others are sorted by their new identifiers where
// a column of them is there (otherwise their order stays). Errors: bad_data (a cell of participant_id that is
// no `sub-` label).
Result<RelabelledTable> relabel_table(const Table& table, const TableHome& home, const LabelMap& labels,
                                      const PathMap& released);

}  // namespace shareready
