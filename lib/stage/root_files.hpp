#pragma once

#include <string>
#include <vector>

#include "stage/text_step.hpp"

namespace shareready {

struct RootFilesRequest {
  TextStep texts;    // tokens of everybody, no date shift
  Json description;  // dataset_description.json of the source
  std::string version;
  std::string container_tag;
  bool derivative = false;
};

// Scrubs the files at the dataset root, each once, into the staging folder of `texts`, still with source
// labels. `outcomes` holds those of the released participants (for the columns that sidecars describe).
// Errors: cannot_create, io, bad_data (dataset_description.json).
Result<std::vector<FileOutcome>> stage_root_files(const std::vector<const PlannedFile*>& files,
                                                  const std::vector<FileOutcome>& outcomes,
                                                  const RootFilesRequest& request);

// A CITATION.cff without the entries that lead to the original: identifiers, addresses, dates and versions.
std::string clean_citation(const std::string& text);

}  // namespace shareready
