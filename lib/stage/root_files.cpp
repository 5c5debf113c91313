#include "stage/root_files.hpp"

#include <algorithm>
#include <array>

#include "base/files.hpp"
#include "base/text.hpp"
#include "deid/description.hpp"

namespace shareready {
namespace {

// Top-level keys of the Citation File Format 1.2 (https://citation-file-format.github.io) that name the
// published original.
constexpr std::array<std::string_view, 11> k_citation_links = {"commit",
                                                               "date-released",
                                                               "doi",
                                                               "identifiers",
                                                               "preferred-citation",
                                                               "references",
                                                               "repository",
                                                               "repository-artifact",
                                                               "repository-code",
                                                               "url",
                                                               "version"};

bool begins_entry(const std::string& line) {
  return !line.empty() && line.front() != ' ' && line.front() != '-' && line.front() != '#' &&
         line.front() != '\t' && line.find(':') != std::string::npos;
}

Result<FileOutcome> stage_description(const PlannedFile& file, bool has_citation,
                                      const RootFilesRequest& request) {
  FileOutcome outcome = begin_outcome(file);
  SR_TRY(ScrubbedSidecar scrubbed,
         scrub_dataset_description(request.description, {.derivative = request.derivative,
                                                         .version = request.version,
                                                         .container_tag = request.container_tag,
                                                         .tokens = request.texts.tokens}));
  if (has_citation) scrubbed.json.erase("Authors");  // BIDS: not beside a CITATION.cff
  outcome.parts = parts_of(scrubbed);
  return put_text(std::move(outcome), format_json(scrubbed.json), request.texts);
}

Result<FileOutcome> stage_citation(const PlannedFile& file, const RootFilesRequest& request) {
  FileOutcome outcome = begin_outcome(file);
  const Result<std::string> text = read_text(file.target);
  if (!text.ok()) return stopped(std::move(outcome), text.error());
  return put_text(std::move(outcome), clean_citation(*text), request.texts);
}

}  // namespace

std::string clean_citation(const std::string& text) {
  std::string kept;
  bool dropping = false;
  for (const std::string& line : split(text, '\n')) {
    if (begins_entry(line)) {
      const std::string key = line.substr(0, line.find(':'));
      dropping = std::find(k_citation_links.begin(), k_citation_links.end(), key) != k_citation_links.end();
    }
    if (!dropping && !line.starts_with('#')) kept += line + "\n";
  }
  while (kept.ends_with("\n\n")) kept.pop_back();
  return kept;
}

Result<std::vector<FileOutcome>> stage_root_files(const std::vector<const PlannedFile*>& files,
                                                  const std::vector<FileOutcome>& outcomes,
                                                  const RootFilesRequest& request) {
  const bool has_citation = std::any_of(
      files.begin(), files.end(), [](const PlannedFile* file) { return file->kind == FileKind::citation; });
  std::vector<FileOutcome> done = outcomes;
  std::vector<const PlannedFile*> texts;
  for (const PlannedFile* file : files) {
    if (file->kind == FileKind::dataset_description) {
      SR_TRY(FileOutcome outcome, stage_description(*file, has_citation, request));
      done.push_back(std::move(outcome));
    } else if (file->kind == FileKind::citation) {
      SR_TRY(FileOutcome outcome, stage_citation(*file, request));
      done.push_back(std::move(outcome));
    } else {
      texts.push_back(file);
    }
  }
  SR_CHECK(stage_texts(texts, request.texts, done));
  return std::vector<FileOutcome>(done.begin() + static_cast<std::ptrdiff_t>(outcomes.size()), done.end());
}

}  // namespace shareready
