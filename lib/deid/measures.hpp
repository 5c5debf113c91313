#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "deid/generalise.hpp"

namespace shareready {

// What a policy could do against somebody who knows every released column: each column alone left out; and,
// of up to k_most_persons_finely persons, the first recipe of ages alone and with a column, and two columns
// (of more than twelve those that help most alone). What leaves out a detail that the choice of levels rests
// on, or names ages, is counted as the release made again: a detail that would then come back, and the
// release lacks, goes too. `choice`: none where the tables have no such detail. Sorted by columns. Errors:
// bad_data.
Result<std::vector<Measure>> count_measures(const GeneraliseRequest& request, const LevelChoice* choice,
                                            const Generalised& made);

}  // namespace shareready
