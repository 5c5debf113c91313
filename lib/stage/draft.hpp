#pragma once

#include <filesystem>
#include <vector>

#include "deid/generalise.hpp"
#include "stage/derivatives_step.hpp"
#include "stage/group_run.hpp"
#include "stage/released_files.hpp"
#include "stage/special_columns.hpp"
#include "stage/text_step.hpp"

namespace shareready {

// The release being put together, from labels to files under new names; nothing lies in the output yet.
struct Draft {
  LabelMap labels;
  TokenSet tokens;
  std::vector<ReleasedFile> files;         // of participants and of the root, by their new paths
  std::vector<FileOutcome> root_outcomes;  // `files` point into it
  std::vector<DerivedFile> derived;        // and into it
  Generalised generalised;                 // what became of the details of persons
  std::vector<SpecialColumn> special;      // columns left out that a policy may keep
};

// Personal tokens of everybody: of the participants, of root tables and of root sidecars. Errors: io,
// bad_data.
Result<TokenSet> gather_tokens(const GroupRun& run, const TextRules& rules);

// Draws labels, scrubs the files of the root into `root_staging`, makes details of persons coarser and brings
// derivatives in. Errors: those of draw_labels and of the steps.
Result<Draft> draft_release(const GroupRun& run, std::vector<ReleasedFile> released,
                            const std::vector<const PlannedFile*>& root_files,
                            const std::filesystem::path& root_staging);

}  // namespace shareready
