#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/licences.hpp"
#include "stage/text_step.hpp"

namespace shareready {

struct RootFilesRequest {
  TextStep texts;                           // tokens of everybody, no date shift
  Json description;                         // dataset_description.json of the source
  std::set<std::string> participants = {};  // everybody's source label
  std::string version;
  std::string container_tag;
  bool derivative = false;
  Audience audience = Audience::everybody;  // an open licence stays where the release is for everybody
};

// Scrubs the files at the dataset root, each once, into the staging folder of `texts`, still with source
// labels; tables of persons without a sidecar get one. `outcomes` holds those of the released participants
// (for the columns that sidecars describe). Errors: cannot_create, io, bad_data (dataset_description.json).
Result<std::vector<FileOutcome>> stage_root_files(const std::vector<const PlannedFile*>& files,
                                                  const std::vector<FileOutcome>& outcomes,
                                                  const RootFilesRequest& request);

struct CleanCitation {
  std::string text;
  std::vector<std::string> dropped;  // keys
};

// A CITATION.cff without the entries that lead to the original (identifiers, addresses, dates and versions)
// and without those that hold a token, and without a licence where the data are not public; what the format
// requires stays, for the audit to judge.
CleanCitation clean_citation(const std::string& text, const TokenSet* tokens = nullptr,
                             bool public_data = true);

}  // namespace shareready
