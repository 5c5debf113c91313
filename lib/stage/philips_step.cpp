#include "stage/philips_step.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/file_writer.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// A header and the data beside it, as places among the outcomes.
struct Export {
  const PlannedFile* header = nullptr;
  const PlannedFile* data = nullptr;
  std::size_t header_at = 0, data_at = 0;
};

void stop(FileOutcome& outcome, FileStatus status, std::string_view reason) {
  outcome.status = status;
  outcome.reason = reason;
}

void stop_both(const Export& pair, std::vector<FileOutcome>& outcomes, FileStatus status,
               std::string_view reason) {
  if (pair.header != nullptr) stop(outcomes[pair.header_at], status, reason);
  if (pair.data != nullptr) stop(outcomes[pair.data_at], status, reason);
}

std::string name_for(const PlannedFile& file, std::size_t number) {
  const std::string session = file.place.session.empty() ? "" : "ses-" + file.place.session + "/";
  return fmt::format("sourcedata/sub-{}/{}export-{}{}", file.place.participant, session, number,
                     file.path.extension().string());
}

Status put_both(const Export& pair, const ScrubbedPhilips& cleaned, std::size_t number,
                const PhilipsStep& step, std::vector<FileOutcome>& outcomes) {
  FileOutcome& header = outcomes[pair.header_at];
  FileOutcome& data = outcomes[pair.data_at];
  for (const std::string& label : cleaned.removed) {
    header.parts.push_back({.name = label, .kept = false, .known = true, .reason = "not technical"});
  }
  header.staged = name_for(*pair.header, number);
  data.staged = name_for(*pair.data, number);
  SR_TRY(const fs::path header_path, staged_path(step.folders, header.staged));
  SR_CHECK(write_file(header_path, cleaned.text));
  SR_TRY(const fs::path data_path, staged_path(step.folders, data.staged));
  return copy_whole(pair.data->target, data_path);
}

// Cleans one pair and says whether it was written.
Result<bool> stage_pair(const Export& pair, std::size_t number, const PhilipsStep& step, TokenSet& tokens,
                        std::vector<FileOutcome>& outcomes) {
  if (pair.header == nullptr || pair.data == nullptr) {
    stop_both(pair, outcomes, FileStatus::withheld,
              "a Philips export is a header and its data: one is missing");
    return false;
  }
  FileOutcome& outcome = outcomes[pair.header_at];
  const auto text = read_text(pair.header->target);
  const auto cleaned =
      text.ok() ? scrub_philips_header(*text, *philips_format(pair.header->path),
                                       {.fields = step.fields, .tokens = &tokens, .shift = step.shift},
                                       outcome.path)
                : Result<ScrubbedPhilips>(text.error());
  if (!cleaned.ok()) {
    outcome = stopped(std::move(outcome), cleaned.error());
    stop(outcomes[pair.data_at], outcome.status, "the header that describes it cannot be made safe");
    return false;
  }
  TokenSet seen = cleaned->tokens;
  if (step.shift) seen.erase(TokenKind::clock_time);
  tokens.add(seen);
  if (step.scope == DefaceScope::all || !is_face_free(cleaned->facts)) {
    stop_both(pair, outcomes, FileStatus::excluded,
              "may show a face, which cannot be removed in this format");
    return false;
  }
  if (pair.data->size != cleaned->facts.data_bytes) {
    stop_both(pair, outcomes, FileStatus::withheld, "its data are not of the size that its header tells");
    return false;
  }
  SR_CHECK(put_both(pair, *cleaned, number, step, outcomes));
  return true;
}

}  // namespace

bool is_philips_export(const PlannedFile& file) {
  return file.kind == FileKind::parrec && file.action == Action::rewrite;
}

std::vector<std::string> dates_of_exports(const std::vector<const PlannedFile*>& files,
                                          const PhilipsFields& fields) {
  std::vector<std::string> dates;
  for (const PlannedFile* file : files) {
    const auto format = philips_format(file->path);
    if (!is_philips_export(*file) || !format) continue;
    const auto text = read_text(file->target);
    if (!text.ok()) continue;
    const auto found = philips_dates(*text, *format, fields);
    dates.insert(dates.end(), found.begin(), found.end());
  }
  return dates;
}

Result<std::vector<FileOutcome>> stage_philips(const std::vector<const PlannedFile*>& files,
                                               const PhilipsStep& step, TokenSet& tokens) {
  std::vector<FileOutcome> outcomes;
  std::map<std::string, Export> pairs;  // by the path without its ending
  for (const PlannedFile* file : files) {
    if (!is_philips_export(*file)) continue;
    outcomes.push_back(begin_outcome(*file));
    if (outcomes.back().status != FileStatus::done) continue;
    Export& pair = pairs[fs::path(file->path).replace_extension().generic_string()];
    if (!philips_format(file->path)) {
      pair.data = file, pair.data_at = outcomes.size() - 1;
    } else if (pair.header == nullptr) {  // PAR comes before XML
      pair.header = file, pair.header_at = outcomes.size() - 1;
    } else {
      stop(outcomes.back(), FileStatus::excluded, "another header beside it tells the same");
    }
  }
  std::map<std::string, std::size_t> written;  // by session
  for (const auto& [stem, pair] : pairs) {
    const PlannedFile& any = pair.header != nullptr ? *pair.header : *pair.data;
    std::size_t& count = written[any.place.session];
    SR_TRY(const bool staged, stage_pair(pair, count + 1, step, tokens, outcomes));
    count += staged ? 1 : 0;
  }
  return outcomes;
}

}  // namespace shareready
