#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "bids/references.hpp"
#include "deid/labels.hpp"
#include "stage/group_inputs.hpp"

namespace shareready {

// A staged file that goes into the release.
struct ReleasedFile {
  std::string path;              // in the source
  std::string new_path;          // in the release; empty until labels are drawn
  std::filesystem::path staged;  // where its content lies
  const FileOutcome* outcome = nullptr;
  std::string participant;  // source label
};

// Withholds M0 scans, with their sidecars, that are for nothing that is released any more: BIDS requires
// their IntendedFor. Errors: io, bad_data.
Status withhold_purposeless(GroupInputs& inputs, const PrivateFolder& folder);

// The staged files of all usable participants that may go: done, and describing nothing but what goes too.
// Participants of whom no image or recording is left are not among them at all.
std::vector<ReleasedFile> select_released(const GroupInputs& inputs, const Preparation& preparation,
                                          const PrivateFolder& folder);

// Files at the dataset root (sidecars above all) that describe something released.
std::vector<const PlannedFile*> select_root_files(const std::vector<ReleasedFile>& released,
                                                  const Preparation& preparation);

// Gives every released file its path in the release: new labels, and desc-defaced in the derivative layout.
// Errors: internal (a path that cannot be relabelled).
Status name_released(std::vector<ReleasedFile>& released, const LabelMap& labels, Layout layout);

}  // namespace shareready
