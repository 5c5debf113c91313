#include "stage/group.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "audit/face_detector.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "deid/relabel.hpp"
#include "stage/assembly.hpp"
#include "stage/dataset_texts.hpp"
#include "stage/derivatives_step.hpp"
#include "stage/generalise_release.hpp"
#include "stage/group_audit.hpp"
#include "stage/group_report.hpp"
#include "stage/leaf_sidecars.hpp"
#include "stage/linking.hpp"
#include "stage/lock.hpp"
#include "stage/publish.hpp"
#include "stage/released_files.hpp"
#include "stage/report_renewal.hpp"
#include "stage/review_page.hpp"
#include "stage/root_files.hpp"
#include "stage/root_tables.hpp"
#include "stage/sarif_file.hpp"
#include "stage/tree.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// What stands for a release: equal keys, equal releases (new labels aside).
Result<std::string> release_key(const GroupInputs& inputs, const std::vector<const PlannedFile*>& root_files,
                                const fs::path& bids_dir, const GroupOptions& options) {
  std::string text = fmt::format("{}\n{}\n{}\n{}\n", policy_hash(options.policy), options.build,
                                 static_cast<int>(options.label_mode), options.readme.value_or("\0"));
  if (options.key.given()) text += fmt::format("key for {}\n", join(options.key.recipients, " "));
  if (options.previous) text += options.previous->sha256 + "\n";
  if (!options.label_secret.empty()) text += make_secret(options.label_secret).fingerprint + "\n";
  text += fmt::format("without {}\n", join(options.withdrawn, " "));
  for (const Outcome& outcome : inputs.outcomes)
    text += sha256_hex(format_json(outcome_to_json(outcome))) + "\n";
  for (const PlannedFile* file : root_files) {
    SR_TRY(const std::string hash, sha256_file(file->target));
    text += fmt::format("{} {}\n", file->path.generic_string(), hash);
  }
  SR_TRY(const std::string derivatives, describe_derivatives(bids_dir, options.derivatives));
  return sha256_hex(text + derivatives);
}

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

Result<TokenSet> gather_tokens(const GroupInputs& inputs, const RootTables& root_tables,
                               const TextRules& rules, const PrivateFolder& folder) {
  TokenSet tokens;
  for (const auto& [path, table] : root_tables.by_path) {
    collect_tokens(table, table_kind(path), rules.columns, tokens);
  }
  for (const Outcome& outcome : inputs.outcomes) {
    const fs::path path = folder.tokens(outcome.participant);
    SR_TRY(const std::string text, read_text(path));
    SR_TRY(const Json document, parse_json(text, path.string()));
    SR_TRY(const TokenSet own, parse_tokens_document(document));
    tokens.add(own);
  }
  return tokens;
}

// Everybody whose old label must not return: all of the input, of earlier releases, and those withdrawn.
std::set<std::string> known_participants(const Inventory& inventory, const GroupOptions& options) {
  std::set<std::string> labels(inventory.all_participants.begin(), inventory.all_participants.end());
  labels.insert(options.withdrawn.begin(), options.withdrawn.end());
  if (options.previous) {
    for (std::string& label : options.previous->key.old_labels()) labels.insert(std::move(label));
  }
  return labels;
}

Result<LabelMap> draw_for(const GroupInputs& inputs, const std::vector<ReleasedFile>& released,
                          const Inventory& inventory, const TokenSet& tokens, const GroupOptions& options) {
  LabelRequest request{.participants = {},
                       .mode = options.label_mode,
                       .taken = {},
                       .tokens = &tokens,
                       .previous = options.previous ? &options.previous->key : nullptr,
                       .secret = options.label_secret};
  std::set<std::string_view> going;
  for (const ReleasedFile& file : released) going.insert(file.participant);
  for (const Outcome& outcome : inputs.outcomes) {
    if (!going.contains(outcome.participant)) continue;
    LabelledParticipant participant{.label = outcome.participant, .sessions = {}};
    for (const SessionDate& session : outcome.sessions) {
      if (!session.session.empty()) participant.sessions.push_back({session.session, session.date});
    }
    request.participants.push_back(std::move(participant));
  }
  for (const std::string& label : known_participants(inventory, options)) {
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

// The release being put together, from labels to tree.
struct Drafted {
  LabelMap labels;
  TokenSet tokens;
  std::vector<ReleasedFile> files;         // of participants and of the root
  std::vector<FileOutcome> root_outcomes;  // `files` point into it
  std::vector<DerivedFile> derived;        // and into it
  Generalised generalised;                 // what became of the details of persons
};

// Derivative datasets that were asked for, under the new labels.
Status add_derivatives(const TextStep& texts, const Preparation& preparation, const GroupOptions& options,
                       Drafted& draft) {
  if (options.derivatives.empty()) return Done{};
  SR_TRY(FaceDetector shows_face, make_face_detector());
  SR_TRY(draft.derived, stage_derivatives({.bids_dir = preparation.inventory->root,
                                           .names = options.derivatives,
                                           .labels = &draft.labels,
                                           .texts = &texts,
                                           .version = options.version,
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

Result<Drafted> draft_release(const GroupInputs& inputs, std::vector<ReleasedFile> released,
                              const std::vector<const PlannedFile*>& root_files,
                              const Preparation& preparation, const PrivateFolder& folder,
                              const GroupOptions& options, const fs::path& root_staging) {
  Drafted draft;
  SR_TRY(const TextRules rules, load_text_rules(options.policy));
  const RootTables root_tables = read_root_tables(*preparation.inventory);
  SR_TRY(draft.tokens, gather_tokens(inputs, root_tables, rules, folder));
  collect_root_sidecar_tokens(preparation.plan, draft.tokens);
  if (options.policy.dates == DateRule::shift) draft.tokens.erase(TokenKind::clock_time);
  for (const std::string& label : known_participants(*preparation.inventory, options)) {
    draft.tokens.add(label, TokenKind::label);
  }
  SR_TRY(draft.labels, draw_for(inputs, released, *preparation.inventory, draft.tokens, options));
  std::vector<FileOutcome> outcomes;
  outcomes.reserve(released.size());
  for (const ReleasedFile& file : released) outcomes.push_back(*file.outcome);
  const RootFilesRequest request{.texts = {.rules = &rules,
                                           .tokens = &draft.tokens,
                                           .shift = {},
                                           .folders = {.staging = root_staging, .renderings = {}},
                                           .first_scan = first_scans(inputs)},
                                 .description = preparation.inventory->description,
                                 .version = options.version,
                                 .container_tag = options.container_tag,
                                 .derivative = options.policy.layout == Layout::derivative};
  SR_TRY(draft.root_outcomes, stage_root_files(root_files, outcomes, request));
  SR_CHECK(name_released(released, draft.labels, options.policy.layout));
  draft.files = std::move(released);
  for (const FileOutcome& outcome : draft.root_outcomes) {
    if (outcome.status != FileStatus::done) continue;
    draft.files.push_back({.path = outcome.path,
                           .new_path = outcome.path,
                           .staged = root_staging / outcome.staged,
                           .outcome = &outcome,
                           .participant = {}});
  }
  SR_TRY(draft.generalised, generalise_release(draft.files, draft.labels.old_participants_by_new(),
                                               rules.columns, options.policy, root_staging / "generalised"));
  SR_CHECK(add_derivatives(request.texts, preparation, options, draft));
  return draft;
}

Status build_tree(const Drafted& draft, const GroupOptions& options, TreeBuilder& tree) {
  SR_CHECK(assemble(draft.files, draft.labels, draft.tokens, tree));
  SR_CHECK(tree.write("README.md", options.readme.value_or(readme_text(options.policy, options.version))));
  SR_CHECK(tree.write("CHANGES", changes_text(options.version)));
  return level_times(tree.root(), options.now);
}

std::size_t count_withheld(const GroupInputs& inputs, const std::vector<FileOutcome>& root_outcomes) {
  const auto is_withheld = [](const FileOutcome& file) {
    return file.status == FileStatus::withheld && file.action != k_action_generate;
  };
  auto count = std::count_if(root_outcomes.begin(), root_outcomes.end(), is_withheld);
  for (const Outcome& outcome : inputs.outcomes) {
    count += std::count_if(outcome.files.begin(), outcome.files.end(), is_withheld);
  }
  return static_cast<std::size_t>(count);
}

std::size_t count_withheld(const std::vector<DerivedFile>& files) {
  return static_cast<std::size_t>(std::count_if(files.begin(), files.end(), [](const DerivedFile& file) {
    return file.outcome.status == FileStatus::withheld;
  }));
}

Status refuse_replacing(const Places& places, const GroupOptions& options) {
  std::error_code status;
  if (options.replace || !fs::exists(places.dataset(), status)) return Done{};
  return Error{
      ErrorCode::cannot_create,
      places.dataset().string(),
      "another release is there; --replace puts the new one in its place, with all labels new but those "
      "that --previous-key keeps",
      {}};
}

// What was staged and noted of those who withdrew.
void forget_withdrawn(const PrivateFolder& folder, const std::vector<std::string>& labels) {
  for (const std::string& label : labels) {
    for (const fs::path& path :
         {folder.staging(label), folder.outcome(label), folder.tokens(label), folder.renderings(label)}) {
      std::error_code ignored;
      fs::remove_all(path, ignored);
    }
  }
}

// After publishing, nothing is left that a date shift could be taken back with.
void forget(const PrivateFolder& folder, bool everything) {
  std::error_code ignored;  // said in the report: deleting is no erasure anyway
  fs::remove(folder.secret(), ignored);
  if (everything) fs::remove_all(folder.root, ignored);
}

// New answers for what is published already: only the report is written anew. True where it was. Errors:
// bad_data where the answers repeat what must not leave.
Result<bool> renew_published(const Places& places, const GroupInputs& inputs, const Preparation& preparation,
                             const PrivateFolder& folder, const GroupOptions& options,
                             const PublishBooks& books, const Observer& observer) {
  SR_TRY(const bool needed, needs_renewal(places.report(), options.answers));
  if (!needed) return false;
  SR_TRY(StagedFolder report, StagedFolder::make(places.output_dir, "report"));
  SR_CHECK(renew_report(places.report(), report.path(), options.answers, options.now));
  SR_TRY(const TextRules rules, load_text_rules(options.policy));
  SR_TRY(TokenSet tokens, gather_tokens(inputs, read_root_tables(*preparation.inventory), rules, folder));
  collect_root_sidecar_tokens(preparation.plan, tokens);
  const AuditNeedles needles =
      needles_of(inputs, known_participants(*preparation.inventory, options), LabelMap(), tokens);
  SR_TRY(const Findings found,
         audit_tree({.root = report.path(), .kind = TreeKind::report}, needles, options.workers, observer));
  if (blocks_publishing(found)) {
    SR_CHECK(write_private_report(folder, found, {.version = options.version, .now = options.now}));
    return Error{
        ErrorCode::bad_data,
        "--answers",
        "a text in it repeats a label or a personal detail of the source; reword it, the private report "
        "says where",
        {}};
  }
  SR_CHECK(publish_trees({{&report, places.report()}}, books));
  return true;
}

// After --clean nothing is left to publish from, but answers can still be put into the report.
bool asks_only_for_report(const Places& places, const GroupOptions& options) {
  std::error_code status;
  return !options.answers.sha256.empty() && !options.replace && fs::exists(places.dataset(), status) &&
         fs::exists(places.report() / "readiness.json", status);
}

}  // namespace

Result<GroupResult> run_group(const Places& places, const Preparation& preparation,
                              const PrivateFolder& folder, const GroupOptions& options,
                              const Observer& observer) {
  SR_TRY(const FileLock alone, FileLock::take(folder.group_lock(), FileLock::Kind::exclusive));
  PublishBooks books{
      .journal = folder.root / "publishing.json", .record = folder.root / "published.json", .key = {}};
  SR_CHECK(repair_publishing(books));
  for (const char* name : {"dataset", "report"}) remove_leftovers(places.output_dir, name);
  remove_leftovers(folder.root, "root");
  forget_withdrawn(folder, options.withdrawn);

  observer.say(Detail::file, "reading outcome records");
  GroupResult result;
  SR_TRY(GroupInputs inputs, read_group_inputs(preparation, folder,
                                               {.policy = policy_hash(options.policy),
                                                .version = options.version,
                                                .build = options.build,
                                                .acceptances = &options.acceptances}));
  if (inputs.outcomes.empty() && asks_only_for_report(places, options)) {
    SR_TRY(const bool renewed,
           renew_published(places, inputs, preparation, folder, options, books, observer));
    result.course = renewed ? GroupCourse::renewed : GroupCourse::unchanged;
    return result;
  }
  result.unusable = inputs.unusable;
  if (!inputs.unusable.empty() && !options.allow_missing) {
    result.course = GroupCourse::missing;
    return result;
  }
  SR_CHECK(withhold_purposeless(inputs, folder));
  std::vector<ReleasedFile> released = select_released(inputs, preparation, folder);
  if (released.empty()) {
    return Error{ErrorCode::bad_data,
                 places.bids_dir.string(),
                 "nothing is left that could be released: every image was excluded or withheld, the log of "
                 "the participant "
                 "level says why",
                 {}};
  }
  const std::vector<const PlannedFile*> root_files = select_root_files(released, preparation);
  SR_TRY(books.key, release_key(inputs, root_files, places.bids_dir, options));
  SR_TRY(const std::string published, published_key(books));
  std::error_code status;
  result.withheld = count_withheld(inputs, {});
  if (published == books.key && fs::exists(places.dataset(), status)) {
    SR_TRY(const bool renewed,
           renew_published(places, inputs, preparation, folder, options, books, observer));
    result.course = renewed ? GroupCourse::renewed : GroupCourse::unchanged;
    return result;
  }
  SR_CHECK(refuse_replacing(places, options));
  if (options.key.given()) SR_CHECK(refuse_overwriting(options.key.path));
  const LinkRequest linking{.previous = options.previous ? &options.previous->key : nullptr,
                            .withdrawn = options.withdrawn,
                            .policy = &options.policy,
                            .folder = &folder};
  SR_CHECK(check_continuity(inputs, linking));

  observer.say(Detail::result, "drawing labels and assembling the release");
  SR_TRY(const StagedFolder root_staging, StagedFolder::make(folder.root, "root"));
  SR_TRY(const Drafted draft, draft_release(inputs, std::move(released), root_files, preparation, folder,
                                            options, root_staging.path()));
  SR_TRY(StagedFolder dataset, StagedFolder::make(places.output_dir, "dataset"));
  TreeBuilder tree(dataset.path());
  SR_CHECK(build_tree(draft, options, tree));
  result.withheld = count_withheld(inputs, draft.root_outcomes) + count_withheld(draft.derived);
  result.participants = draft.labels.new_participants().size();

  observer.say(Detail::result, "auditing every byte of the release");
  const AuditNeedles needles =
      needles_of(inputs, known_participants(*preparation.inventory, options), draft.labels, draft.tokens);
  SR_TRY(const Findings findings, audit_tree({.root = tree.root()}, needles, options.workers, observer));
  SR_CHECK(write_sarif(options.sarif_file, findings, options.version));
  SR_CHECK(write_review_index(folder.renderings()));
  std::map<std::string, std::string> source_of;
  for (const ReleasedFile& file : draft.files) source_of.emplace(file.new_path, file.path);
  SR_CHECK(write_private_report(folder, under_source_paths(findings, source_of),
                                {.version = options.version, .now = options.now}));
  SR_CHECK(write_file(folder.report() / "persons-at-risk.txt", risk_listing(draft.generalised)));
  if (!draft.derived.empty())
    SR_CHECK(write_file(folder.report() / "derivatives-left-out.txt", format_left_out(draft.derived)));
  if (blocks_publishing(findings)) {
    result.course = GroupCourse::blocked;
    return result;
  }
  std::optional<SealedKey> key;
  if (options.key.given()) {
    SR_TRY(const LinkKey link, next_link_key(inputs, draft.labels, linking));
    SR_TRY(key, seal(link, options.key));
  }
  observer.say(Detail::file, "writing the report");
  SR_TRY(StagedFolder report, StagedFolder::make(places.output_dir, "report"));
  SR_CHECK(write_shareable_report(
      report.path(), tree.root(), findings,
      {.inputs = &inputs,
       .preparation = &preparation,
       .labels = &draft.labels,
       .files = &draft.files,
       .root_outcomes = &draft.root_outcomes,
       .derived = &draft.derived,
       .other_derivatives = count_other_derivatives(places.bids_dir, options.derivatives),
       .generalised = &draft.generalised,
       .key_sha256 = key ? key->sha256 : "",
       .options = &options}));
  SR_TRY(const Findings in_report,
         audit_tree({.root = report.path(), .kind = TreeKind::report}, needles, options.workers, observer));
  if (blocks_publishing(in_report)) {
    SR_CHECK(write_private_report(folder, in_report, {.version = options.version, .now = options.now}));
    result.course = GroupCourse::blocked;
    return result;
  }
  observer.say(Detail::file, "publishing");
  SR_CHECK(publish_trees({{&dataset, places.dataset()}, {&report, places.report()}}, books,
                         key ? &*key : nullptr));
  forget(folder, options.clean);
  return result;
}

}  // namespace shareready
