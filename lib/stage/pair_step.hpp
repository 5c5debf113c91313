#pragma once

#include <vector>

#include "stage/file_step.hpp"

namespace shareready {

// True for the files that stage_pairs() takes: headers and voxels of images in two files (.hdr, .img) that
// show no face.
bool is_pair_file(const PlannedFile& file);

// Cleans such images into the staging folder, both files or none, and adds an outcome for each file. What
// cannot be made safe is an outcome, not an Error. Errors: cannot_create, io: the output could not be
// written.
Status stage_pairs(const std::vector<const PlannedFile*>& files, const StepFolders& folders,
                   std::vector<FileOutcome>& outcomes);

}  // namespace shareready
