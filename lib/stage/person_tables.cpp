#include "stage/person_tables.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"
#include "bids/bids_name.hpp"
#include "bids/table.hpp"
#include "deid/tables.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_longest_cell = 1 << 20;  // bytes; what is longer is a file pasted into a cell

using Lines = std::map<std::string, std::size_t, std::less<>>;  // label -> line of the table

// One table being looked at; rows are counted as lines of the file, the header is line 1.
struct Look {
  std::string path;
  PersonTables& found;

  void problem(std::size_t line, std::string_view what) const {
    found.problems.push_back(fmt::format("{}: line {}: {}", path, line, what));
  }
  void remark(std::size_t line, std::string_view what) const {
    found.remarks.push_back(fmt::format("{}: line {}: {}", path, line, what));
  }
};

void look_at_cells(const Table& table, const Look& look) {
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      const std::string& cell = table.rows[row][column];
      if (cell.size() > k_longest_cell) {
        look.problem(row + 2, fmt::format("column {}: a cell of {} bytes; a value is shorter, take it out",
                                          column + 1, cell.size()));
      } else if (is_formula(cell)) {
        look.remark(row + 2,
                    fmt::format("column {}: a formula, which a spreadsheet would run; n/a if the column "
                                "stays",
                                column + 1));
      }
    }
  }
}

// The line of each label; twice the same is a problem where a table holds one row a person.
Lines lines_of(const Table& table, std::size_t column, bool once, const Look& look) {
  Lines lines;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::string_view cell = trim(table.rows[row][column]);
    if (!cell.starts_with("sub-")) {
      look.problem(row + 2,
                   "participant_id holds no label of the form sub-LABEL; write it so, or take the row out");
      continue;
    }
    const auto [before, fresh] = lines.emplace(cell.substr(4), row + 2);
    if (!fresh && once) {
      look.problem(row + 2, fmt::format("sub-{} stands in line {} already; which row holds is not for this "
                                        "program to guess",
                                        before->first, before->second));
    }
  }
  return lines;
}

using Spellings =
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>>;  // of folders, by lower case

void compare_with_folders(const Lines& lines, const Spellings& folders, const Look& look) {
  for (const auto& [label, line] : lines) {
    const auto folder = folders.find(to_lower(label));
    if (folder == folders.end()) {
      look.remark(line, fmt::format("sub-{} has no folder: its row is left out", label));
    } else if (!folder->second.contains(label)) {
      look.problem(line,
                   fmt::format("sub-{} differs from the folder sub-{} by case alone; spell it the same if "
                               "they are one person",
                               label, *folder->second.begin()));
    }
  }
}

void remark_missing_rows(const Lines& lines, const Inventory& inventory, const Look& look) {
  for (const std::string& label : inventory.participants) {
    if (is_label(label) && !lines.contains(label)) {
      look.found.remarks.push_back(
          fmt::format("{}: sub-{} has a folder and no row; it is released without details unless you add one",
                      look.path, label));
    }
  }
}

void look_at_persons(const Table& table, const Inventory& inventory, const Spellings& folders, bool once,
                     const Look& look) {
  const auto column = table.column("participant_id");
  if (!column) {
    if (once)
      look.problem(
          1, "no column is named participant_id; the first line names the columns, with tabs between them");
    return;
  }
  const Lines lines = lines_of(table, *column, once, look);
  compare_with_folders(lines, folders, look);
  if (once) remark_missing_rows(lines, inventory, look);
}

// A session or a file that stands twice in its list, or nowhere else.
void look_at_list(const Table& table, std::string_view key,
                  const std::function<bool(const std::string&)>& is_there, const Look& look) {
  const auto column = table.column(key);
  if (!column) {
    look.problem(
        1,
        fmt::format("no column is named {}; the first line names the columns, with tabs between them", key));
    return;
  }
  Lines lines;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::string entry(trim(table.rows[row][*column]));
    const auto [before, fresh] = lines.emplace(entry, row + 2);
    if (!fresh) {
      look.problem(row + 2, fmt::format("its {} stands in line {} already; which row holds is not for this "
                                        "program to guess",
                                        key, before->second));
    } else if (!is_there(entry)) {
      look.remark(row + 2, fmt::format("its {} is of nothing that is there: the row is left out", key));
    }
  }
}

// sessions.tsv lists folders beside it, scans.tsv files below its own folder.
void look_at_own_list(const Table& table, const InventoryFile& file, const Inventory& inventory,
                      const Look& look) {
  const std::filesystem::path folder = inventory.root / file.path.parent_path();
  const bool sessions = table_kind(file.path.generic_string()) == TableKind::sessions;
  look_at_list(
      table, sessions ? "session_id" : "filename",
      [&](const std::string& entry) {
        std::error_code status;
        return std::filesystem::exists(std::filesystem::symlink_status(folder / entry, status));
      },
      look);
}

bool is_of_everybody(const InventoryFile& file) {
  return file.path == "participants.tsv" || file.path.parent_path() == "phenotype";
}

// participants.tsv, phenotype tables, and the lists of sessions and scans in the folders of participants.
bool is_person_table(const InventoryFile& file) {
  if (file.path.extension() != ".tsv" || file.bidsignored) return false;
  if (is_of_everybody(file)) return true;
  const TableKind kind = table_kind(file.path.generic_string());
  const bool list = kind == TableKind::sessions || kind == TableKind::scans;
  return list && file.path.begin()->string().starts_with("sub-");
}

void look_at_table(const InventoryFile& file, const Inventory& inventory, const Spellings& folders,
                   PersonTables& found) {
  const Look look{.path = file.path.generic_string(), .found = found};
  if (file.target.empty()) {
    found.problems.push_back(fmt::format("{}: its content is not there", look.path));
    return;
  }
  const Result<Table> table = read_table(file.target);
  if (!table.ok()) {
    found.problems.push_back(fmt::format("{}: {}", look.path, table.error().what));
    return;
  }
  look_at_cells(*table, look);
  if (is_of_everybody(file)) {
    look_at_persons(*table, inventory, folders, file.path == "participants.tsv", look);
  } else {
    look_at_own_list(*table, file, inventory, look);
  }
}

// Beginners' names, "sub-P_01" or "sub-A-1": no file in such a folder can have a name of BIDS.
void remark_no_labels(const Inventory& inventory, std::vector<std::string>& remarks) {
  for (const std::string& label : inventory.participants) {
    if (is_label(label)) continue;
    remarks.push_back(
        fmt::format("sub-{}: a label has letters and digits only, so BIDS knows no file in this folder and "
                    "nothing of it is "
                    "released; rename the folder and its files, then run again",
                    label));
  }
}

}  // namespace

bool is_formula(std::string_view cell) {
  const std::string_view text = trim(cell);
  if (text.empty()) return false;
  if (text.front() == '=' || text.front() == '@') return true;
  if (text.front() != '+' && text.front() != '-') return false;
  return text.size() > 1 && text[1] != '.' && (text[1] < '0' || text[1] > '9');
}

PersonTables check_person_tables(const Inventory& inventory) {
  PersonTables found;
  Spellings folders;
  for (const std::string& label : inventory.all_participants) folders[to_lower(label)].insert(label);
  std::set<std::string> lower;
  for (const std::string& label : inventory.participants) {
    if (lower.insert(to_lower(label)).second) continue;
    found.problems.push_back(fmt::format(
        "sub-{}: another folder differs from it by case alone, and many systems cannot hold both; "
        "rename one, or leave one out by --exclude-participant-label",
        label));
  }
  remark_no_labels(inventory, found.remarks);
  for (const InventoryFile& file : inventory.files) {
    if (is_person_table(file)) look_at_table(file, inventory, folders, found);
  }
  return found;
}

}  // namespace shareready
