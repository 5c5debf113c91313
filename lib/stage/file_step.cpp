#include "stage/file_step.hpp"

#include "base/files.hpp"
#include "base/hash.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

FileStatus status_for(const Error& error) {
  const bool damaged = error.code == ErrorCode::bad_data || error.code == ErrorCode::unsupported;
  return damaged ? FileStatus::withheld : FileStatus::failed;
}

// What the plan knows, before the file is looked at.
FileOutcome planned_outcome(const PlannedFile& file) {
  FileOutcome outcome{.path = file.path.generic_string(),
                      .kind = std::string(to_string(file.kind)),
                      .action = std::string(to_string(file.action)),
                      .reason = file.reason,
                      .status = FileStatus::done};
  if (file.action != Action::exclude) return outcome;
  outcome.status = file.withheld ? FileStatus::withheld : FileStatus::excluded;
  outcome.detail = file.problem;
  return outcome;
}

}  // namespace

FileOutcome stopped(FileOutcome outcome, const Error& error) {
  outcome.status = status_for(error);
  outcome.reason = outcome.status == FileStatus::failed ? "could not be read"
                                                        : "its content is damaged or cannot be made safe";
  outcome.detail = error.what;
  return outcome;
}

Result<fs::path> staged_path(const StepFolders& folders, const std::string& relative) {
  fs::path path = folders.staging / relative;
  SR_CHECK(make_folder(path.parent_path()));
  return path;
}

FileOutcome begin_outcome(const PlannedFile& file) {
  FileOutcome outcome = planned_outcome(file);
  if (outcome.status != FileStatus::done) return outcome;
  Result<Fingerprint> input = examine_file(file.target, true);
  if (!input.ok()) return stopped(std::move(outcome), input.error());
  outcome.input = std::move(*input);
  return outcome;
}

FileOutcome begin_outcome(const PlannedFile& file, std::vector<std::uint8_t>& content) {
  FileOutcome outcome = planned_outcome(file);
  if (outcome.status != FileStatus::done) return outcome;
  Result<Fingerprint> input = examine_file(file.target, false);
  if (!input.ok()) return stopped(std::move(outcome), input.error());
  auto bytes = read_bytes(file.target);
  if (!bytes.ok()) return stopped(std::move(outcome), bytes.error());
  content = std::move(*bytes);
  outcome.input = std::move(*input);
  outcome.input.sha256 = sha256_hex(content);
  return outcome;
}

}  // namespace shareready
