#include "deid/relabel.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "bids/bids_name.hpp"
#include "deid/dates.hpp"

namespace shareready {
namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// `sub-` or `ses-` that begins a word somewhere in the text.
bool holds_label_prefix(std::string_view text) {
  const std::string lower = to_lower(text);
  for (const std::string_view prefix : {std::string_view("sub-"), std::string_view("ses-")}) {
    for (std::size_t at = lower.find(prefix); at != std::string::npos; at = lower.find(prefix, at + 1)) {
      if (at == 0 || !is_word_character(lower[at - 1])) return true;
    }
  }
  return false;
}

// The participant the path has named so far, as a part of it.
struct Naming {
  const LabelMap& labels;
  std::optional<std::string_view> participant;
};

// Appends one "key-label" piece of a file or folder name, up to its first dot, with its new label. False
// where there is none.
bool relabel_piece(std::string_view piece, Naming& naming, std::string& path) {
  const std::size_t dot = piece.find('.');
  const std::string_view stem = piece.substr(0, dot);
  const std::string_view rest = piece.substr(stem.size());
  if (holds_label_prefix(rest)) return false;
  std::optional<std::string> label;
  if (stem.starts_with("sub-")) {
    const std::string_view old_label = stem.substr(4);
    if (naming.participant && *naming.participant != old_label) return false;
    naming.participant = old_label;
    label = naming.labels.participant(old_label);
  } else if (stem.starts_with("ses-")) {
    if (naming.participant) label = naming.labels.session(*naming.participant, stem.substr(4));
  } else {
    if (holds_label_prefix(stem)) return false;
    path += piece;
    return true;
  }
  if (label) path.append(stem.substr(0, 4)).append(*label).append(rest);
  return label.has_value();
}

// Rewrites one column of labels; rows for which `map` knows none are marked.
template <typename Map>
void relabel_column(Table& table, std::size_t column, std::string_view prefix, std::vector<bool>& released,
                    const Map& map) {
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    std::string& cell = table.rows[i][column];
    const std::optional<std::string> label = map(table.rows[i], strip_prefix(trim(cell), prefix));
    if (label) cell = std::string(prefix) + *label;
    released[i] = released[i] && label.has_value();
  }
}

// The cells of a row that say whom it is about: "sub-01 ses-1".
std::string named_in(const Table& table, const std::vector<std::string>& row) {
  std::vector<std::string> names;
  for (const std::string_view column : {"participant_id", "session_id"}) {
    if (const auto at = table.column(column)) names.push_back(row[*at]);
  }
  return join(names, " ");
}

std::vector<std::string> remove_rows(Table& table, const Table& source, const std::vector<bool>& released) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> removed;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    if (released[i]) rows.push_back(std::move(table.rows[i]));
    if (!released[i]) removed.push_back(named_in(source, source.rows[i]));
  }
  table.rows = std::move(rows);
  return removed;
}

void sort_rows(Table& table) {
  std::vector<std::size_t> keys;
  for (const std::string_view name : {"participant_id", "session_id", "filename"}) {
    if (const auto column = table.column(name)) keys.push_back(*column);
  }
  if (keys.empty()) return;
  std::stable_sort(table.rows.begin(), table.rows.end(), [&keys](const auto& a, const auto& b) {
    return std::lexicographical_compare(keys.begin(), keys.end(), keys.begin(), keys.end(),
                                        [&](std::size_t k, std::size_t) { return a[k] < b[k]; });
  });
}

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash));
}

}  // namespace

std::optional<std::string> relabel_path(std::string_view path, const LabelMap& labels) {
  Naming naming{.labels = labels, .participant = std::nullopt};
  std::string relabelled;
  while (true) {
    const std::size_t end = std::min(path.find_first_of("_/"), path.size());
    if (!relabel_piece(path.substr(0, end), naming, relabelled)) return std::nullopt;
    if (end == path.size()) return relabelled;
    relabelled += path[end];
    path.remove_prefix(end + 1);
  }
}

bool is_harmless_path(std::string_view path, const TokenSet& tokens) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::vector<std::string> pieces = split(name, '_');
  return std::none_of(pieces.begin(), pieces.end(), [&tokens](const std::string& piece) {
    if (piece.starts_with("sub-") || piece.starts_with("ses-")) return false;
    return contains_date(piece) || tokens.find_in(piece).has_value();
  });
}

std::optional<std::string> defaced_path(std::string_view path, std::string_view word) {
  const std::string folder = folder_of(path);
  BidsName name = parse_bids_name(folder.empty() ? path : path.substr(folder.size() + 1));
  if (!name.well_formed || name.entities.empty() || name.suffix.empty() || name.has("desc"))
    return std::nullopt;
  name.set("desc", word);
  return (folder.empty() ? "" : folder + "/") + format_bids_name(name);
}

Result<RelabelledTable> relabel_table(const Table& table, const TableHome& home, const LabelMap& labels,
                                      const PathMap& released) {
  RelabelledTable result{.table = table};
  const std::string folder = folder_of(home.path);
  const std::string home_participant = place_of(home.path).participant;
  std::vector<bool> keep(table.rows.size(), true);
  const auto participants = table.column("participant_id");
  if (const auto sessions = table.column("session_id")) {
    relabel_column(result.table, *sessions, "ses-", keep, [&](const auto& row, std::string_view old_session) {
      const std::string_view cell =
          participants ? std::string_view(row[*participants]) : std::string_view(home_participant);
      return labels.session(strip_prefix(trim(cell), "sub-"), old_session);
    });
  }
  if (participants) {
    relabel_column(result.table, *participants, "sub-", keep,
                   [&](const auto&, std::string_view old_label) { return labels.participant(old_label); });
  }
  result.removed = remove_rows(result.table, table, keep);
  if (result.table.column("filename")) {
    const auto new_folder = relabel_path(folder, labels);
    if (!new_folder) {
      return Error{
          ErrorCode::internal, "table", "it stands in the folder of a participant who is not released", {}};
    }
    for (std::string& path : rewrite_filenames(result.table, "filename", folder, *new_folder, released)) {
      result.removed.push_back(std::move(path));
    }
  }
  sort_rows(result.table);
  return result;
}

}  // namespace shareready
