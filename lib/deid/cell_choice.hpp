#pragma once

#include "deid/level_choice.hpp"

namespace shareready {

// Single cells become n/a so that groups satisfy the model (risk/local_suppression.hpp), at levels up to
// `top`: of the levels tried, those that lose least, all n/a counted, with at most `share` of the cells n/a.
// Those are tried first that lose least before any cell is n/a, until none that is left can be better, or, in
// large tables, their number is used up; the top itself where none of them will do. False where that will not
// do either. The answer is the same for any order of persons, and not said to be the best: the cells are
// chosen greedily.
bool suppress_best_cells(LevelChoice& choice, const risk::PrivacyModel& model, const risk::Levels& top,
                         double share);

}  // namespace shareready
