#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "audit/audit.hpp"
#include "deid/generalise.hpp"
#include "readiness/inputs.hpp"
#include "stage/column_ends.hpp"
#include "stage/derivatives_step.hpp"
#include "stage/group.hpp"
#include "stage/released_files.hpp"
#include "stage/special_columns.hpp"
#include "stage/tree.hpp"

namespace shareready {

// What a group run knows when it has come to the report.
struct ReportFacts {
  const GroupInputs* inputs = nullptr;
  const Preparation* preparation = nullptr;
  const LabelMap* labels = nullptr;
  const std::vector<ReleasedFile>* files = nullptr;
  const std::vector<FileOutcome>* root_outcomes = nullptr;
  const std::vector<DerivedFile>* derived = nullptr;
  std::size_t other_derivatives = 0;  // in the input, not asked for
  const Generalised* generalised = nullptr;
  const ReleasedContents* contents = nullptr;
  const std::vector<SpecialColumn>* special = nullptr;
  std::string key_sha256;            // of the encrypted key file; empty: none is written
  bool order_beyond_chance = false;  // of the new labels, against orders of the source
  const GroupOptions* options = nullptr;
  std::optional<readiness::ReplacedRelease> replaced = {};
  std::set<std::string> drawn = {};  // paths in the source of images with pictures before and after
};

// Whether it is an image; of one in two files, the one with the voxels.
bool is_volume(const FileOutcome& outcome);

// The release in the words of the shareable report: new labels, no value and no name from the source. Reads
// the release for counts and hashes. Errors: io, no_input (data tables of share/).
Result<readiness::ReadinessInputs> report_inputs(const std::filesystem::path& release,
                                                 const Manifest& manifest, const Findings& findings,
                                                 const ReportFacts& facts);

// Writes the files of the report (readiness/report_files.hpp), the manifest and the list of the report into
// the folder. Errors: those
// of report_inputs, cannot_create.
Status write_shareable_report(const std::filesystem::path& folder, const std::filesystem::path& release,
                              const Findings& findings, const ReportFacts& facts);

}  // namespace shareready
