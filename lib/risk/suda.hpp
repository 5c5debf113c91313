#pragma once

#include <cstdint>
#include <vector>

#include "risk/encoded_table.hpp"

namespace shareready::risk {

// Special uniques: rows that are unique already in few columns (Elliot, Manning and Ford 2002,
// doi:10.1142/S0218488502001600).
struct SudaScores {
  std::vector<double> of_row;          // sum over the row's minimal sample uniques (MSU); 0: not unique
  std::vector<std::uint32_t> msus;     // their number by row
  std::vector<std::uint64_t> by_size;  // number of MSUs by their size, from size 1
  std::vector<double> by_column;       // share of all scores that MSUs with the column carry
};

// An MSU is a set of columns in which the row is unique, and in no part of it. One of size s scores the
// product of (columns - i) for i from s to `depth`, as the handbook of sdcMicro has it (Templ, Meindl and
// Kowarik 2015, doi:10.18637/jss.v067.i04). `depth`: largest size looked for; at most columns - 1, or 1 of a
// single column.
SudaScores suda_scores(const EncodedTable& table, const Levels& levels, std::size_t depth = 3);

}  // namespace shareready::risk
