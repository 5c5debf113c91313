#pragma once

#include <optional>
#include <vector>

#include "deid/dates.hpp"
#include "deid/tokens.hpp"
#include "policy/plan.hpp"
#include "stage/file_step.hpp"

namespace shareready {

struct RecordingStep {
  const TokenSet* tokens = nullptr;
  std::optional<DateShift> shift;
  StepFolders folders;
};

// True for the entries that stage_recordings() takes: EDF, BDF and the files of BrainVision.
bool is_recording(const PlannedFile& file);

// The days that markers name.
std::vector<std::string> dates_of_recordings(const std::vector<const PlannedFile*>& files);

// Cleans the recordings of one participant into the staging folder. The three files of BrainVision go
// together: if one cannot be made safe or is missing, none is released. Errors: cannot_create, io: the output
// could not be written.
Status stage_recordings(const std::vector<const PlannedFile*>& files, const RecordingStep& step,
                        std::vector<FileOutcome>& outcomes);

}  // namespace shareready
