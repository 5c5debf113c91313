#include "stage/recording_step.hpp"

#include <algorithm>
#include <map>

#include "base/file_writer.hpp"
#include "base/files.hpp"
#include "deid/brainvision.hpp"
#include "deid/edf.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

void note_removed(const std::vector<std::string>& removed, FileOutcome& outcome) {
  for (const std::string& name : removed) {
    outcome.parts.push_back({.name = name, .kept = false, .known = true, .reason = "beside the samples"});
  }
  outcome.staged = outcome.path;
}

Status put_edf(const PlannedFile& file, const RecordingStep& step, FileOutcome& outcome) {
  SR_TRY(const fs::path path, staged_path(step.folders, outcome.path));
  const auto scrubbed =
      scrub_edf_file(file.target, path, {.tokens = step.tokens, .keep_clock = step.shift.has_value()});
  if (scrubbed.ok()) {
    note_removed(scrubbed->removed, outcome);
  } else if (scrubbed.error().code == ErrorCode::cannot_create || scrubbed.error().code == ErrorCode::io) {
    return scrubbed.error();
  } else {
    outcome = stopped(std::move(outcome), scrubbed.error());
  }
  return Done{};
}

Status put_brainvision(const PlannedFile& file, const RecordingStep& step, FileOutcome& outcome) {
  const auto text = read_text(file.target);
  const BrainVisionContext context{
      .tokens = step.tokens, .shift = step.shift, .stem = file.path.stem().string()};
  const auto scrubbed =
      text.ok() ? scrub_brainvision(*text, context, outcome.path) : Result<ScrubbedBrainVision>(text.error());
  if (!scrubbed.ok()) {
    outcome = stopped(std::move(outcome), scrubbed.error());
    return Done{};
  }
  note_removed(scrubbed->removed, outcome);
  SR_TRY(const fs::path path, staged_path(step.folders, outcome.path));
  return write_file(path, scrubbed->text);
}

Status put_samples(const PlannedFile& file, const RecordingStep& step, FileOutcome& outcome) {
  SR_TRY(const fs::path path, staged_path(step.folders, outcome.path));
  outcome.staged = outcome.path;
  return copy_whole(file.target, path);
}

Status put(const PlannedFile& file, const RecordingStep& step, FileOutcome& outcome) {
  const std::string extension = file.path.extension().string();
  if (extension == ".edf" || extension == ".bdf") return put_edf(file, step, outcome);
  return extension == ".eeg" ? put_samples(file, step, outcome) : put_brainvision(file, step, outcome);
}

// Files of BrainVision by stem; what lacks a part goes as a whole.
Status withhold_parts(const std::vector<std::size_t>& recorded, const StepFolders& folders,
                      std::vector<FileOutcome>& outcomes) {
  std::map<std::string, std::vector<std::size_t>> by_stem;
  for (const std::size_t at : recorded) {
    const fs::path path = outcomes[at].path;
    if (path.extension() == ".edf" || path.extension() == ".bdf") continue;
    by_stem[fs::path(path).replace_extension().generic_string()].push_back(at);
  }
  for (const auto& [stem, parts] : by_stem) {
    const auto whole = std::count_if(parts.begin(), parts.end(),
                                     [&](std::size_t at) { return outcomes[at].status == FileStatus::done; });
    constexpr std::ptrdiff_t k_files = 3;  // header, markers, samples
    if (whole == k_files) continue;
    for (const std::size_t at : parts) {
      if (outcomes[at].status != FileStatus::done) continue;
      std::error_code status;
      fs::remove(folders.staging / outcomes[at].staged, status);
      if (status) return Error{ErrorCode::io, outcomes[at].path, "its staged copy cannot be removed", {}};
      outcomes[at].status = FileStatus::withheld;
      outcomes[at].reason =
          "a BrainVision recording is three files, and one is missing or cannot be made safe";
      outcomes[at].staged.clear();
    }
  }
  return Done{};
}

}  // namespace

bool is_recording(const PlannedFile& file) {
  return file.action == Action::rewrite && is_open_recording(file.kind, file.path.extension().string());
}

std::vector<std::string> dates_of_recordings(const std::vector<const PlannedFile*>& files) {
  std::vector<std::string> dates;
  for (const PlannedFile* file : files) {
    if (!is_recording(*file) || file->path.extension() != ".vmrk") continue;
    const auto text = read_text(file->target);
    if (!text.ok()) continue;
    const auto found = brainvision_dates(*text);
    dates.insert(dates.end(), found.begin(), found.end());
  }
  return dates;
}

Status stage_recordings(const std::vector<const PlannedFile*>& files, const RecordingStep& step,
                        std::vector<FileOutcome>& outcomes) {
  std::vector<std::size_t> recorded;
  for (const PlannedFile* file : files) {
    if (!is_recording(*file)) continue;
    outcomes.push_back(begin_outcome(*file));
    recorded.push_back(outcomes.size() - 1);
    if (outcomes.back().status == FileStatus::done) SR_CHECK(put(*file, step, outcomes.back()));
  }
  return withhold_parts(recorded, step.folders, outcomes);
}

}  // namespace shareready
