#pragma once

#include <filesystem>
#include <vector>

#include "base/result.hpp"
#include "readiness/inputs.hpp"
#include "stage/chosen_words.hpp"
#include "stage/content_groups.hpp"

namespace shareready {

// What the values of the columns of all released tables are, by the lowest and highest number of each person:
// far from the others is what lies beyond the outer fences of Tukey (Exploratory Data Analysis, 1977), the
// quartiles less or plus three times their distance. Folders beside
// those of participants and phenotype/ hold no tables of persons (stimuli) or others' (derivatives). In the
// same pass: who is like whom by what tables of persons do not tell, and the words that people chose. Errors:
// bad_data, io.
struct ReleasedContents {
  std::vector<readiness::ColumnEnds> ends;
  ContentGroups groups;
  ChosenWords words;
};
Result<ReleasedContents> find_column_ends(const std::filesystem::path& release);

}  // namespace shareready
