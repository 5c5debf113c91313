#pragma once

#include <string>
#include <vector>

#include "bids/inventory.hpp"

namespace shareready {

// What is wrong with the tables that name persons, each with file and line; for the terminal and private/
// alone, since labels stand in it. Never a value of another column.
struct PersonTables {
  std::vector<std::string> problems;  // with these nothing may be done: who is who would be guessed
  std::vector<std::string> remarks;   // what becomes of a row or a cell
};

// Looks at participants.tsv, phenotype/*.tsv and the sessions.tsv and scans.tsv of the selected participants:
// whether they can be read at all (else names in them would not be searched for), whether each person,
// session or file stands there once, and whether rows agree with folders and files.
PersonTables check_person_tables(const Inventory& inventory);

// True for a cell that a spreadsheet would run instead of showing it: "=1+1", "@SUM(A1)", "+A1", "-A1".
bool is_formula(std::string_view cell);

}  // namespace shareready
