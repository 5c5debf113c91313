#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "audit/audit.hpp"
#include "base/licences.hpp"
#include "deid/derived.hpp"
#include "deid/labels.hpp"
#include "stage/outcome.hpp"
#include "stage/released_files.hpp"
#include "stage/text_step.hpp"

namespace shareready {

struct DerivativesRequest {
  std::filesystem::path bids_dir;
  std::vector<std::string> names;  // folders of derivatives/
  const LabelMap* labels = nullptr;
  const TextStep* texts = nullptr;  // rules, tokens and the folder that takes the files
  std::string version;
  Audience audience = Audience::everybody;  // an open licence stays where the release is for everybody
  FaceDetector shows_face;
};

// What became of one file of a derivative dataset.
struct DerivedFile {
  FileOutcome outcome;
  DerivedKind kind = DerivedKind::refused;
  std::string participant;  // source label; empty for maps of groups
  std::string new_path;     // in the release; empty where it stays out
  std::filesystem::path staged;
};

// Brings derivative datasets in under the new labels: only what its name claims to be safe without raw data
// and what its content shows to be that (deid/derived.hpp); images that may show a face must not show one.
// Everything else is an outcome with its reason. Errors: no_input (no such folder), cannot_create, io.
Result<std::vector<DerivedFile>> stage_derivatives(const DerivativesRequest& request);

// Names, sizes and times of the files of these datasets: equal texts, equal input. Errors: no_input.
Result<std::string> describe_derivatives(const std::filesystem::path& bids_dir,
                                         const std::vector<std::string>& names);

// For the private folder: every file that stays out, with the reason.
std::string format_left_out(const std::vector<DerivedFile>& files);

// How many derivative datasets lie in the input that were not asked for.
std::size_t count_other_derivatives(const std::filesystem::path& bids_dir,
                                    const std::vector<std::string>& names);

}  // namespace shareready
