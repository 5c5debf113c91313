#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "policy/plan.hpp"
#include "stage/outcome.hpp"

namespace shareready {

// Where the results of one participant are built before they are put in place.
struct StepFolders {
  std::filesystem::path staging;     // takes the files under their source paths
  std::filesystem::path renderings;  // takes the pictures
};

// An outcome with what the plan knows and the input's facts and hash; an input that cannot be read is
// `failed`.
FileOutcome begin_outcome(const PlannedFile& file);
// The same of a file that is read once: its bytes are there for what is done with it next.
FileOutcome begin_outcome(const PlannedFile& file, std::vector<std::uint8_t>& content);

// The outcome after an error about the file itself: damaged or unsupported content is withheld, the rest
// failed.
FileOutcome stopped(FileOutcome outcome, const Error& error);

// The path below the staging folder, its folders made. Errors: cannot_create.
Result<std::filesystem::path> staged_path(const StepFolders& folders, const std::string& relative);

}  // namespace shareready
