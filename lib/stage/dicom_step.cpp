#include "stage/dicom_step.hpp"

#include <fmt/format.h>

#include <map>

#include "base/files.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// A series of one session: where its files stand among the outcomes, and what they are.
struct Series {
  std::size_t number = 0;
  std::vector<std::size_t> members;
  std::vector<DicomFacts> facts;
};

using SeriesOfSession = std::map<std::string, std::map<std::string, Series>>;  // session -> series UID

std::string_view exclusion_reason(DicomExclusion exclusion) {
  switch (exclusion) {
    case DicomExclusion::none:
      return "";
    case DicomExclusion::document:
      return "a DICOM document, or no image of MR, CT or PET";
    case DicomExclusion::capture:
      return "a captured screen may show names";
    case DicomExclusion::burned_in:
      return "the image says that annotations are burned into it";
    case DicomExclusion::no_image:
      return "a DICOM object without an image";
  }
  return "";
}

void exclude(FileOutcome& outcome, std::string_view reason) {
  outcome.status = FileStatus::excluded;
  outcome.reason = reason;
}

std::string name_for(const PlannedFile& file, const Series& series) {
  const std::string session = file.place.session.empty() ? "" : "ses-" + file.place.session + "/";
  return fmt::format("sourcedata/sub-{}/{}series-{}/{:04}.dcm", file.place.participant, session,
                     series.number, series.members.size());
}

// Cleans one file and writes it under its place in its series.
Status stage_one(const PlannedFile& file, std::size_t index, const DicomStep& step, TokenSet& tokens,
                 SeriesOfSession& sessions, FileOutcome& outcome) {
  const auto bytes = read_bytes(file.target);
  if (!bytes.ok()) {
    outcome = stopped(std::move(outcome), bytes.error());
    return Done{};
  }
  auto cleaned = clean_dicom(*bytes, *step.rules, {}, step.map);
  if (!cleaned.ok()) {
    outcome = stopped(std::move(outcome), cleaned.error());
    return Done{};
  }
  tokens.add(cleaned->tokens);
  if (cleaned->exclusion != DicomExclusion::none) {
    exclude(outcome, exclusion_reason(cleaned->exclusion));
    return Done{};
  }
  if (!cleaned->facts.plain) {
    outcome.status = FileStatus::withheld;
    outcome.reason =
        "its big-endian or deflated encoding cannot be audited: convert it to explicit little endian";
    return Done{};
  }
  for (const std::string& name : cleaned->dropped) {
    outcome.parts.push_back(
        {.name = name, .kept = false, .known = true, .reason = "DICOM PS3.15 Table E.1-1"});
  }
  auto& all = sessions[file.place.session];
  Series& series = all[cleaned->facts.series];
  if (series.number == 0) series.number = all.size();
  series.members.push_back(index);
  series.facts.push_back(cleaned->facts);
  outcome.staged = name_for(file, series);
  SR_TRY(const fs::path path, staged_path(step.folders, outcome.staged));
  return write_file(path, cleaned->bytes);
}

// What may show a face does not stay in the staging folder either.
Status leave_out_faces(const SeriesOfSession& sessions, const DicomStep& step,
                       std::vector<FileOutcome>& outcomes) {
  for (const auto& [session, all] : sessions) {
    for (const auto& [uid, series] : all) {
      if (step.scope == DefaceScope::recognisable && is_face_free(series.facts)) continue;
      for (const std::size_t member : series.members) {
        FileOutcome& outcome = outcomes[member];
        std::error_code status;
        fs::remove(step.folders.staging / outcome.staged, status);
        if (status) return Error{ErrorCode::io, outcome.path, "its staged copy cannot be removed", {}};
        outcome.staged.clear();
        exclude(outcome, "may show a face, and faces in DICOM cannot be removed by this version");
      }
    }
  }
  return Done{};
}

}  // namespace

bool is_source_image(const PlannedFile& file) {
  return file.kind == FileKind::dicom && file.action == Action::rewrite;
}

std::vector<std::string> dates_of_images(const std::vector<const PlannedFile*>& files) {
  std::vector<std::string> dates;
  for (const PlannedFile* file : files) {
    if (!is_source_image(*file)) continue;
    const auto bytes = read_bytes(file->target);
    if (!bytes.ok()) continue;
    const auto found = measurement_dates(*bytes);
    if (found.ok()) dates.insert(dates.end(), found->begin(), found->end());
  }
  return dates;
}

Result<std::vector<FileOutcome>> stage_dicom(const std::vector<const PlannedFile*>& files,
                                             const DicomStep& step, TokenSet& tokens) {
  std::vector<FileOutcome> outcomes;
  SeriesOfSession sessions;
  for (const PlannedFile* file : files) {
    if (!is_source_image(*file)) continue;
    outcomes.push_back(begin_outcome(*file));
    if (outcomes.back().status != FileStatus::done) continue;
    SR_CHECK(stage_one(*file, outcomes.size() - 1, step, tokens, sessions, outcomes.back()));
  }
  SR_CHECK(leave_out_faces(sessions, step, outcomes));
  return outcomes;
}

}  // namespace shareready
