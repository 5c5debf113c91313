#pragma once

#include "deid/generalise.hpp"
#include "deid/level_choice.hpp"

namespace shareready {

// Writes the profiles into the tables of the result at their chosen levels, and tells what became of columns.
// Ages in bands leave `age`, which BIDS wants a number, and stand in `age_group` of participants.tsv; other
// bands stand in the column's first table and leave the others.
void write_profiles(const GeneraliseRequest& request, const LevelChoice& choice, Generalised& result);

// Takes levels that nobody has (any more), and least and greatest numbers that nobody reaches, out of the
// sidecars: they would tell what was merged, capped or suppressed, or of persons who are not released.
void keep_levels_in_use(DescribedTables& data);

// Takes descriptions of columns that are gone out of the sidecars, and tells the levels of columns that hold
// others now.
void describe_profiles(const LevelChoice& choice, Generalised& result);

inline constexpr std::string_view k_age_group = "age_group";

}  // namespace shareready
