#include "stage/draft.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>

#include "audit/face_detector.hpp"
#include "base/files.hpp"
#include "stage/dataset_texts.hpp"
#include "stage/generalise_release.hpp"
#include "stage/root_files.hpp"
#include "stage/root_tables.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// Tokens in the sidecars at the root: those of participants are in private/tokens.
void collect_root_sidecar_tokens(const Plan& plan, TokenSet& tokens) {
  for (const PlannedFile& file : plan.files) {
    if (!file.place.participant.empty() || file.kind != FileKind::sidecar || file.target.empty()) continue;
    const Result<std::string> text = read_text(file.target);
    if (!text.ok()) continue;  // judged when its turn comes
    const Result<Json> json = parse_json(*text, "sidecar");
    if (json.ok()) collect_tokens(*json, tokens);
  }
}

// What must not return in the texts of this release: tokens, but for the times of day that it keeps, and
// labels.
Result<TokenSet> tokens_to_avoid(const GroupRun& run, const TextRules& rules) {
  SR_TRY(TokenSet tokens, gather_tokens(run, rules));
  if (run.options->policy.dates == DateRule::shift) tokens.erase(TokenKind::clock_time);
  for (const std::string& label : known_participants(run)) tokens.add(label, TokenKind::label);
  return tokens;
}

const LinkKey* previous_key(const GroupOptions& options) {
  return options.previous ? &options.previous->key : nullptr;
}

LabelledParticipant labelled(const Outcome& outcome) {
  LabelledParticipant participant{.label = outcome.participant, .sessions = {}};
  for (const SessionDate& session : outcome.sessions) {
    if (!session.session.empty()) participant.sessions.push_back({session.session, session.date});
  }
  return participant;
}

Result<LabelMap> draw_for(const GroupRun& run, const std::vector<ReleasedFile>& released,
                          const TokenSet& tokens) {
  const GroupOptions& options = *run.options;
  LabelRequest request{.participants = {},
                       .mode = options.label_mode,
                       .taken = {},
                       .tokens = &tokens,
                       .previous = previous_key(options),
                       .secret = options.label_secret};
  std::set<std::string_view> going;
  for (const ReleasedFile& file : released) going.insert(file.participant);
  for (const Outcome& outcome : run.inputs.outcomes) {
    if (going.contains(outcome.participant)) request.participants.push_back(labelled(outcome));
  }
  for (const std::string& label : known_participants(run)) {
    if (!going.contains(label)) request.taken.push_back(label);
  }
  return draw_labels(std::move(request), options.random);
}

std::map<std::string, std::string> first_scans(const GroupInputs& inputs) {
  std::map<std::string, std::string> first;
  for (const Outcome& outcome : inputs.outcomes) {
    for (const SessionDate& session : outcome.sessions) {
      std::string& date = first["sub-" + outcome.participant];
      if (!session.date.empty() && (date.empty() || session.date < date)) date = session.date;
    }
  }
  std::erase_if(first, [](const auto& entry) { return entry.second.empty(); });
  return first;
}

// What participants' UIDs and codes of devices were made with; nothing where it was deleted after an earlier
// publishing: they go then.
Result<std::vector<std::uint8_t>> draft_secret(const GroupRun& run) {
  SR_TRY(const std::optional<Secret> found, find_secret(*run.folder));
  const std::vector<Outcome>& outcomes = run.inputs.outcomes;
  const bool same = found && !outcomes.empty() && outcomes.front().secret == found->fingerprint;
  return same ? found->bytes : std::vector<std::uint8_t>();
}

RootFilesRequest root_request(const GroupRun& run, const TextRules& rules, const Draft& draft,
                              std::span<const std::uint8_t> secret, const fs::path& staging) {
  const DicomOptions& dicom = run.options->policy.dicom;
  const std::span<const std::uint8_t> none;
  return {
      .texts = {.rules = &rules,
                .tokens = &draft.tokens,
                .shift = {},
                .folders = {.staging = staging, .renderings = {}},
                .first_scan = first_scans(run.inputs),
                .secret = dicom.uids ? none : secret,  // where DICOM files retain theirs, others would differ
                .device_secret = dicom.device_codes ? secret : none},
      .description = run.preparation->inventory->description,
      .participants = known_participants(run),
      .version = run.options->version,
      .container_tag = run.options->container_tag,
      .derivative = run.options->policy.layout == Layout::derivative,
      .audience = audience_of(run.options->policy.preset)};
}

// What generalisation left nothing of counts among what was left out.
void note_emptied(Draft& draft) {
  for (FileOutcome& outcome : draft.root_outcomes) {
    const auto found = draft.generalised.emptied.find(outcome.path);
    if (found == draft.generalised.emptied.end()) continue;
    outcome.status = FileStatus::excluded;
    outcome.reason = found->second;
  }
}

Status add_root_files(const std::vector<const PlannedFile*>& root_files, const RootFilesRequest& request,
                      Draft& draft) {
  std::vector<FileOutcome> outcomes;
  outcomes.reserve(draft.files.size());
  for (const ReleasedFile& file : draft.files) outcomes.push_back(*file.outcome);
  SR_TRY(draft.root_outcomes, stage_root_files(root_files, outcomes, request));
  for (const FileOutcome& outcome : draft.root_outcomes) {
    if (outcome.status != FileStatus::done) continue;
    draft.files.push_back({.path = outcome.path,
                           .new_path = outcome.path,
                           .staged = request.texts.folders.staging / outcome.staged,
                           .outcome = &outcome,
                           .participant = {}});
  }
  return Done{};
}

// Derivative datasets that were asked for, under the new labels.
Status add_derivatives(const GroupRun& run, const TextStep& texts, Draft& draft) {
  if (run.options->derivatives.empty()) return Done{};
  SR_TRY(FaceDetector shows_face, make_face_detector());
  SR_TRY(draft.derived, stage_derivatives({.bids_dir = run.preparation->inventory->root,
                                           .names = run.options->derivatives,
                                           .labels = &draft.labels,
                                           .texts = &texts,
                                           .version = run.options->version,
                                           .audience = audience_of(run.options->policy.preset),
                                           .shows_face = std::move(shows_face)}));
  for (const DerivedFile& file : draft.derived) {
    if (file.new_path.empty()) continue;
    draft.files.push_back({.path = file.outcome.path,
                           .new_path = file.new_path,
                           .staged = file.staged,
                           .outcome = &file.outcome,
                           .participant = file.participant});
  }
  return Done{};
}

}  // namespace

Result<TokenSet> gather_tokens(const GroupRun& run, const TextRules& rules) {
  TokenSet tokens;
  const RootTables root_tables = read_root_tables(*run.preparation->inventory);
  for (const auto& [path, table] : root_tables.by_path) {
    collect_tokens(table, table_kind(path), rules.columns, tokens);
  }
  for (const Outcome& outcome : run.inputs.outcomes) {
    const fs::path path = run.folder->tokens(outcome.participant);
    SR_TRY(const std::string text, read_text(path));
    SR_TRY(const Json document, parse_json(text, path.string()));
    SR_TRY(const TokenSet own, parse_tokens_document(document));
    tokens.add(own);
  }
  collect_root_sidecar_tokens(run.preparation->plan, tokens);
  return tokens;
}

Result<Draft> draft_release(const GroupRun& run, std::vector<ReleasedFile> released,
                            const std::vector<const PlannedFile*>& root_files, const fs::path& root_staging) {
  Draft draft;
  SR_TRY(const TextRules rules, load_text_rules(run.options->policy));
  SR_TRY(draft.tokens, tokens_to_avoid(run, rules));
  SR_TRY(draft.labels, draw_for(run, released, draft.tokens));
  SR_CHECK(name_released(released, draft.labels, run.options->policy.layout));
  draft.files = std::move(released);
  SR_TRY(const std::vector<std::uint8_t> secret, draft_secret(run));
  const RootFilesRequest request = root_request(run, rules, draft, secret, root_staging);
  SR_CHECK(add_root_files(root_files, request, draft));
  const std::set<std::string> known = known_participants(run);
  const GeneraliseStep details{.inventory = run.preparation->inventory.get(),
                               .labels = &draft.labels,
                               .old_labels = &known,
                               .previous = previous_key(*run.options),
                               .secret = run.options->label_secret,
                               .rules = &rules.columns,
                               .policy = &run.options->policy,
                               .random = run.options->random,
                               .folder = root_staging / "generalised"};
  const std::vector<ReleasedFile> staged = draft.files;  // before details are made coarser
  SR_TRY(draft.generalised, generalise_release(draft.files, details));
  SpecialColumnsStep special{.release = &details,
                             .texts = &request.texts,
                             .root_files = &root_files,
                             .root_outcomes = &draft.root_outcomes,
                             .outcomes = &run.inputs.outcomes};
  if (!draft.generalised.age_recipes.empty()) special.ages = draft.generalised.age_recipes.front().limits;
  SR_TRY(draft.special, count_special_columns(staged, special));
  note_emptied(draft);
  SR_CHECK(add_derivatives(run, request.texts, draft));
  // Folders come to be in the order of new labels: file systems may list them as they came.
  std::sort(draft.files.begin(), draft.files.end(),
            [](const ReleasedFile& one, const ReleasedFile& other) { return one.new_path < other.new_path; });
  return draft;
}

}  // namespace shareready
