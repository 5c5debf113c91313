#pragma once

#include <optional>
#include <string>
#include <vector>

#include "deid/kept_column.hpp"
#include "stage/generalise_release.hpp"
#include "stage/text_step.hpp"

namespace shareready {

// A column that is left out as a special category of personal data, and what keeping it would give.
struct SpecialColumn {
  std::string name;
  bool listed = false;                       // the name is fit for shared texts
  std::optional<KeptColumn> kept;            // none: not counted, or its cells would not stay even so
  std::optional<KeptColumn> with_ages = {};  // the same with wider ages besides, where they were asked for
  bool counted = false;  // not where it stands in lists of sessions too, or there are too many
};

struct SpecialColumnsStep {
  const GeneraliseStep* release = nullptr;
  const TextStep* texts = nullptr;                              // by which root tables were scrubbed
  const std::vector<const PlannedFile*>* root_files = nullptr;  // those of the release
  const std::vector<FileOutcome>* root_outcomes = nullptr;
  const std::vector<Outcome>* outcomes = nullptr;  // of participants
  std::vector<int> ages = {};                      // limits of wider ones; may be empty
};

// Counts for each such column of participants.tsv and phenotype/ the release that a policy makes which calls
// it a quasi-identifier, all else as in this one, and with wider ages besides. `files`: staged, not made
// coarser yet. Errors: io, bad_data.
Result<std::vector<SpecialColumn>> count_special_columns(const std::vector<ReleasedFile>& files,
                                                         const SpecialColumnsStep& step);

// What keeping each would give, in full: for private/ alone.
std::string special_listing(const std::vector<SpecialColumn>& columns);

}  // namespace shareready
