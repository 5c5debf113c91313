#include "stage/root_files.hpp"

#include <algorithm>
#include <array>

#include "base/files.hpp"
#include "base/text.hpp"
#include "deid/description.hpp"
#include "stage/leaf_sidecars.hpp"

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

// Licences of its list (SPDX), all open: for public data alone.
constexpr std::array<std::string_view, 2> k_citation_licences = {"license", "license-url"};

// Those that the format requires.
constexpr std::array<std::string_view, 4> k_citation_needs = {"authors", "cff-version", "message", "title"};

bool begins_entry(const std::string& line) {
  return !line.empty() && line.front() != ' ' && line.front() != '-' && line.front() != '#' &&
         line.front() != '\t' && line.find(':') != std::string::npos;
}

template <typename Keys>
bool is_one_of(const Keys& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// Top-level keys with their lines, comments left out.
std::vector<std::pair<std::string, std::string>> entries_of(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const std::string& line : split(text, '\n')) {
    if (line.starts_with('#')) continue;
    const bool begins = begins_entry(line);
    if (begins || entries.empty()) entries.emplace_back(begins ? line.substr(0, line.find(':')) : "", "");
    entries.back().second += line + "\n";
  }
  return entries;
}

Result<FileOutcome> stage_description(const PlannedFile& file, bool has_citation,
                                      const RootFilesRequest& request) {
  FileOutcome outcome = begin_outcome(file);
  SR_TRY(ScrubbedSidecar scrubbed,
         scrub_dataset_description(request.description, {.derivative = request.derivative,
                                                         .audience = request.audience,
                                                         .version = request.version,
                                                         .container_tag = request.container_tag,
                                                         .tokens = request.texts.tokens}));
  if (has_citation) scrubbed.json.erase("Authors");  // BIDS: not beside a CITATION.cff
  outcome.parts = parts_of(std::move(scrubbed.dropped));
  return put_text(std::move(outcome), format_json(scrubbed.json), request.texts);
}

Result<FileOutcome> stage_citation(const PlannedFile& file, const RootFilesRequest& request) {
  FileOutcome outcome = begin_outcome(file);
  const Result<std::string> text = read_text(file.target);
  if (!text.ok()) return stopped(std::move(outcome), text.error());
  TokenSet tokens = *request.texts.tokens;
  for (const std::string& label : request.participants) tokens.add_exact("sub-" + label, TokenKind::label);
  CleanCitation clean = clean_citation(*text, &tokens, request.audience == Audience::everybody);
  for (std::string& key : clean.dropped) {
    outcome.parts.push_back({.name = std::move(key), .kept = false, .known = true, .reason = "may identify"});
  }
  return put_text(std::move(outcome), clean.text, request.texts);
}

// A table of persons without a sidecar gets one: what the program makes of its columns has to be described
// (generalise_release.hpp, which takes it away again where nothing was).
Result<std::vector<FileOutcome>> make_sidecars(const std::vector<FileOutcome>& outcomes,
                                               const TextStep& texts) {
  std::vector<FileOutcome> made;
  for (const FileOutcome& table : outcomes) {
    const TableKind kind = table_kind(table.path);
    const bool persons = table.path == "participants.tsv" || kind == TableKind::phenotype;
    if (!persons || table.status != FileStatus::done) continue;
    const std::string path = replace_all(table.path, ".tsv", ".json");
    const bool there = std::any_of(outcomes.begin(), outcomes.end(),
                                   [&path](const FileOutcome& outcome) { return outcome.path == path; });
    if (there) continue;
    Json json{Json::Object{}};
    const bool has_age = std::any_of(table.parts.begin(), table.parts.end(),
                                     [](const PartOutcome& part) { return part.kept && part.name == "age"; });
    if (kind == TableKind::participants && has_age) describe_age(json);
    FileOutcome outcome{.path = path,
                        .kind = std::string(to_string(FileKind::sidecar)),
                        .action = std::string(k_action_generate),
                        .reason = "describes what the columns of a table hold now"};
    SR_TRY(FileOutcome put, put_text(std::move(outcome), format_json(json), texts));
    made.push_back(std::move(put));
  }
  return made;
}

}  // namespace

CleanCitation clean_citation(const std::string& text, const TokenSet* tokens, bool public_data) {
  CleanCitation clean;
  for (const auto& [key, entry] : entries_of(text)) {
    const bool link = is_one_of(k_citation_links, key);
    const bool needed = is_one_of(k_citation_needs, key);  // the audit stops for what it holds
    const bool telling = !needed && tokens != nullptr && tokens->find_in(entry);
    const bool licence = is_one_of(k_citation_licences, key);
    const bool no_licence =
        licence && holds_place_of_licence(entry.substr(std::min(key.size(), entry.size())));
    if (link || telling || no_licence || (licence && !public_data)) {
      clean.dropped.push_back(key);
    } else {
      clean.text += entry;
    }
  }
  while (clean.text.ends_with("\n\n")) clean.text.pop_back();
  return clean;
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
  SR_TRY(const std::vector<FileOutcome> made, make_sidecars(done, request.texts));
  done.insert(done.end(), made.begin(), made.end());
  return std::vector<FileOutcome>(done.begin() + static_cast<std::ptrdiff_t>(outcomes.size()), done.end());
}

}  // namespace shareready
