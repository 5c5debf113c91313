#include "stage/dicom_step.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <span>

#include "base/staged_file.hpp"
#include "dicom/block_memory.hpp"
#include "image/parallel.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

std::string_view exclusion_reason(DicomExclusion exclusion) {
  switch (exclusion) {
    case DicomExclusion::none:
      return "";
    case DicomExclusion::directory:
      return "a DICOMDIR: it repeats names and dates of the files it lists, which have new names now";
    case DicomExclusion::document:
      return "a DICOM document, or no image of MR, CT or PET; the policy's include_documents asks for "
             "reports";
    case DicomExclusion::encapsulated:
      return "a document of another format in a DICOM file: its bytes cannot be cleaned";
    case DicomExclusion::raw:
      return "raw data of a scanner: its bytes cannot be cleaned, and an image with a face can be made of "
             "them";
    case DicomExclusion::capture:
      return "a captured screen may show names; the policy's include_captures asks for it";
    case DicomExclusion::burned_in:
      return "the image says that annotations are burned into it";
    case DicomExclusion::text:
      return "letters are drawn into its pixels";
    case DicomExclusion::colour:
      return "a colour image is no measurement: it may be a captured screen";
    case DicomExclusion::localiser:
      return "a localiser: single slices in several planes, in which no face can be removed";
    case DicomExclusion::no_image:
      return "a DICOM object without an image";
  }
  return "";
}

std::string name_for(const PlannedFile& file, const DicomSeries& series) {
  const std::string session = file.place.session.empty() ? "" : "ses-" + file.place.session + "/";
  return fmt::format("sourcedata/sub-{}/{}series-{}/{:04}.dcm", file.place.participant, session,
                     series.number, series.members.size());
}

// What became of one file on whatever thread: an outcome already decided, or bytes to be written.
struct Attempt {
  FileOutcome outcome{};
  CleanedDicom cleaned{};
};

Attempt clean_one(const PlannedFile& file, const std::optional<double>& start, const DicomStep& step) {
  std::vector<std::uint8_t> bytes;
  Attempt attempt{.outcome = begin_outcome(file, bytes)};
  if (attempt.outcome.status != FileStatus::done) return attempt;
  DicomMap map = step.map;
  map.series_start = start;
  auto cleaned = clean_dicom(bytes, *step.rules, step.options, map);
  if (cleaned.ok()) {
    attempt.cleaned = std::move(*cleaned);
  } else {
    attempt.outcome = stopped(std::move(attempt.outcome), cleaned.error());
  }
  return attempt;
}

// For each file when its series began.
std::vector<std::optional<double>> starts_of(const std::vector<const PlannedFile*>& images, int threads) {
  if (images.empty()) return {};
  const std::jthread dictionary = load_dicom_dictionary();
  std::vector<MeasuredWhen> moments(images.size());
  for_each_index(images.size(), threads, [&](std::size_t i) {
    if (auto when = measured_when(images[i]->target); when.ok()) moments[i] = std::move(*when);
  });
  return series_starts(moments);
}

// What was asked for by name and stays behind all the same is withheld, not left out by the policy.
bool is_asked_for(DicomIod iod, const DicomOptions& options) {
  return (iod == DicomIod::document && options.documents) ||
         (iod == DicomIod::secondary_capture && options.captures);
}

// A series as the stage sees it: documents and captures of one UID are none with its images.
std::string series_key(const DicomFacts& facts) {
  if (facts.iod == DicomIod::document) return facts.series + "/documents";
  return facts.iod == DicomIod::secondary_capture ? facts.series + "/captures" : facts.series;
}

// Gives a cleaned file its place in its series. False where it stays behind.
bool admit(Attempt& attempt, const PlannedFile& file, std::size_t index, const DicomOptions& options,
           StagedDicom& staged) {
  FileOutcome& outcome = staged.outcomes[index] = std::move(attempt.outcome);
  if (outcome.status != FileStatus::done) return false;
  const CleanedDicom& cleaned = attempt.cleaned;
  if (cleaned.exclusion != DicomExclusion::none) {
    const bool asked = is_asked_for(cleaned.facts.iod, options);
    outcome.status = asked ? FileStatus::withheld : FileStatus::excluded;
    outcome.reason = exclusion_reason(cleaned.exclusion);
    return false;
  }
  if (!cleaned.facts.plain) {
    outcome.status = FileStatus::withheld;
    outcome.reason =
        "its big-endian or deflated encoding cannot be audited: convert it to explicit little endian";
    return false;
  }
  for (const std::string& name : cleaned.dropped) {
    outcome.parts.push_back(
        {.name = name, .kept = false, .known = true, .reason = "DICOM PS3.15 Table E.1-1"});
  }
  auto& all = staged.sessions[file.place.session];
  DicomSeries& series = all[series_key(cleaned.facts)];
  if (series.number == 0) series.number = all.size();
  series.members.push_back(index);
  series.facts.push_back(cleaned.facts);
  if (cleaned.facts.iod == DicomIod::document)
    outcome.reason = "a document, as the policy asks: its content is cleaned";
  outcome.staged = name_for(file, series);
  return true;
}

Status write_cleaned(const DicomStep& step, const FileOutcome& outcome, const CleanedDicom& cleaned) {
  SR_TRY(const fs::path path, staged_path(step.folders, outcome.staged));
  return write_staged(path, cleaned.bytes);
}

// Where the batch ends that begins with a file: what was cleaned of it is in memory at a time.
std::size_t batch_end(std::span<const PlannedFile* const> images, std::size_t first) {
  constexpr std::size_t k_most_files = 64;
  constexpr std::uint64_t k_most_bytes = std::uint64_t{256} << 20U;
  std::uint64_t bytes = images[first]->size;
  std::size_t end = first + 1;
  while (end < images.size() && end - first < k_most_files && bytes + images[end]->size <= k_most_bytes)
    bytes += images[end++]->size;
  return end;
}

// Takes what became of a batch over, in order: names do not depend on threads.
Status put_batch(std::vector<Attempt>& attempts, std::span<const PlannedFile* const> images,
                 std::size_t first, const DicomStep& step, TokenSet& tokens, StagedDicom& staged) {
  std::vector<std::size_t> admitted;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    tokens.add(attempts[i].cleaned.tokens);
    if (admit(attempts[i], *images[i], first + i, step.options, staged)) admitted.push_back(i);
  }
  std::vector<Status> written(admitted.size(), Done{});
  for_each_index(admitted.size(), step.threads, [&](std::size_t i) {
    written[i] = write_cleaned(step, staged.outcomes[first + admitted[i]], attempts[admitted[i]].cleaned);
  });
  for (const Status& status : written) SR_CHECK(status);
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
    const auto found = measured_when(file->target);
    if (found.ok()) dates.insert(dates.end(), found->dates.begin(), found->dates.end());
  }
  return dates;
}

Result<StagedDicom> stage_dicom(const std::vector<const PlannedFile*>& files, const DicomStep& step,
                                TokenSet& tokens) {
  std::vector<const PlannedFile*> images;
  std::copy_if(files.begin(), files.end(), std::back_inserter(images),
               [](const PlannedFile* file) { return is_source_image(*file); });
  StagedDicom staged;
  staged.outcomes.resize(images.size());
  std::vector<std::optional<double>> starts(images.size());
  if (!step.map.shift) starts = starts_of(images, step.threads);
  if (!images.empty())
    forget_retained(step.options, tokens);  // nothing is retained where no DICOM goes along
  BlockMemory blocks;
  DicomStep with_memory = step;
  with_memory.map.blocks = &blocks;
  for (std::size_t first = 0, end = 0; first < images.size(); first = end) {
    end = batch_end(images, first);
    std::vector<Attempt> attempts(end - first);
    for_each_index(attempts.size(), step.threads, [&](std::size_t i) {
      attempts[i] = clean_one(*images[first + i], starts[first + i], with_memory);
    });
    SR_CHECK(put_batch(attempts, std::span(images).subspan(first), first, with_memory, tokens, staged));
  }
  return staged;
}

}  // namespace shareready
