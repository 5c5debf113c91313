#pragma once

#include "deid/generalise.hpp"
#include "deid/level_choice.hpp"

namespace shareready {

// Writes the profiles into the tables of the result at their chosen levels, and tells what became of columns.
// Ages in bands leave `age`, which BIDS wants a number, and stand in `age_group` of participants.tsv; other
// bands stand in the column's first table and leave the others.
void write_profiles(const GeneraliseRequest& request, const LevelChoice& choice, Generalised& result);

// Takes descriptions of columns that are gone out of the sidecars, and tells the levels of columns that hold
// others now.
void describe_profiles(const LevelChoice& choice, Generalised& result);

inline constexpr std::string_view k_age_group = "age_group";

}  // namespace shareready
