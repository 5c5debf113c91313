#include "stage/pair_step.hpp"

#include <map>

#include "deid/pair_header.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// The two files of an image; a null one is missing.
struct Pair {
  const PlannedFile* header = nullptr;
  const PlannedFile* voxels = nullptr;
};

std::map<std::string, Pair> pairs_among(const std::vector<const PlannedFile*>& files) {
  std::map<std::string, Pair> pairs;  // by the path without its ending
  for (const PlannedFile* file : files) {
    if (!is_pair_file(*file)) continue;
    Pair& pair = pairs[fs::path(file->path).replace_extension().generic_string()];
    (file->path.extension() == ".hdr" ? pair.header : pair.voxels) = file;
  }
  return pairs;
}

// The outcome of the half at hand of a pair that lacks the other.
FileOutcome half_outcome(const PlannedFile& file) {
  FileOutcome outcome = begin_outcome(file);
  if (outcome.status != FileStatus::done) return outcome;
  outcome.status = FileStatus::withheld;
  outcome.reason = "an image in two files is a header and its voxels: one is missing or damaged";
  return outcome;
}

Status put_pair(const Pair& pair, const StepFolders& folders, FileOutcome& header, FileOutcome& voxels) {
  SR_TRY(const fs::path header_path, staged_path(folders, header.path));
  SR_TRY(const fs::path voxels_path, staged_path(folders, voxels.path));
  const auto scrubbed = scrub_pair_files({.header = pair.header->target, .voxels = pair.voxels->target},
                                         {.header = header_path, .voxels = voxels_path}, header.path);
  if (!scrubbed.ok()) {
    const ErrorCode code = scrubbed.error().code;
    if (code == ErrorCode::cannot_create || code == ErrorCode::io) return scrubbed.error();
    header = stopped(std::move(header), scrubbed.error());
    voxels = stopped(std::move(voxels), scrubbed.error());
    return Done{};
  }
  for (const std::string& field : scrubbed->removed) {
    header.parts.push_back({.name = field, .kept = false, .known = true, .reason = "beside the image data"});
  }
  header.staged = header.path;
  voxels.staged = voxels.path;
  return Done{};
}

}  // namespace

bool is_pair_file(const PlannedFile& file) {
  return file.kind == FileKind::analyze && file.action == Action::scrub;
}

Status stage_pairs(const std::vector<const PlannedFile*>& files, const StepFolders& folders,
                   std::vector<FileOutcome>& outcomes) {
  for (const auto& [stem, pair] : pairs_among(files)) {
    if (pair.header == nullptr || pair.voxels == nullptr) {
      outcomes.push_back(half_outcome(pair.header != nullptr ? *pair.header : *pair.voxels));
      continue;
    }
    FileOutcome header = begin_outcome(*pair.header), voxels = begin_outcome(*pair.voxels);
    if (header.status == FileStatus::done && voxels.status == FileStatus::done)
      SR_CHECK(put_pair(pair, folders, header, voxels));
    for (FileOutcome* half : {&header, &voxels}) {
      if (half->status == FileStatus::done && half->staged.empty()) {
        half->status = FileStatus::withheld;
        half->reason = "the other file of its image cannot be made safe";
      }
      outcomes.push_back(std::move(*half));
    }
  }
  return Done{};
}

}  // namespace shareready
