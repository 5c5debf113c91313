#include "stage/group.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/files.hpp"
#include "base/text.hpp"
#include "stage/assembly.hpp"
#include "stage/clearance_notice.hpp"
#include "stage/dataset_texts.hpp"
#include "stage/draft.hpp"
#include "stage/generalise_release.hpp"
#include "stage/group_audit.hpp"
#include "stage/group_report.hpp"
#include "stage/group_run.hpp"
#include "stage/joint_groups.hpp"
#include "stage/label_order.hpp"
#include "stage/leaf_sidecars.hpp"
#include "stage/left_out_keys.hpp"
#include "stage/linking.hpp"
#include "stage/lock.hpp"
#include "stage/policy_listing.hpp"
#include "stage/rare_kinds.hpp"
#include "stage/replaced_release.hpp"
#include "stage/review_page.hpp"
#include "stage/run_lines.hpp"
#include "stage/said_of_events.hpp"
#include "stage/sarif_file.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_persons_at_risk = "persons-at-risk.txt";  // by source label

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

// After --clean nothing is left to publish from, but answers can still be put into the report.
bool asks_only_for_report(const Places& places, const PrivateFolder& folder, const GroupOptions& options) {
  std::error_code status;
  return recorded_participants(folder).empty() && !options.answers.sha256.empty() && !options.replace &&
         fs::exists(places.dataset(), status) && fs::exists(places.report() / "readiness.json", status);
}

// Whatever an earlier run left behind is finished, taken back or deleted.
Status clear_the_way(const GroupRun& run) {
  SR_CHECK(repair_publishing(run.books));
  for (const char* name : {"dataset", "report", "probe"}) remove_leftovers(run.places->output_dir, name);
  remove_leftovers(run.folder->root, "root");
  // Here alone: at the participant level other nodes may be writing their page of all at the same moment.
  for (const char* page : {"index.html", "index.nl.html"}) remove_leftovers(run.folder->renderings(), page);
  forget_withdrawn(*run.folder, run.options->withdrawn);
  return Done{};
}

Result<std::vector<ReleasedFile>> choose_files(GroupRun& run) {
  SR_CHECK(withhold_purposeless(run.inputs, *run.folder));
  std::vector<ReleasedFile> released = select_released(run.inputs, *run.preparation, *run.folder);
  if (!released.empty()) return released;
  return Error{ErrorCode::bad_data,
               run.places->bids_dir.string(),
               "nothing is left that could be released: every image was excluded or withheld, the log of the "
               "participant level says why",
               {}};
}

Result<bool> is_published(const GroupRun& run) {
  SR_TRY(const std::string published, published_key(run.books));
  std::error_code status;
  return published == run.books.key && fs::exists(run.places->dataset(), status);
}

LinkRequest link_request(const GroupRun& run) {
  return {.previous = run.options->previous ? &run.options->previous->key : nullptr,
          .withdrawn = run.options->withdrawn,
          .policy = &run.options->policy,
          .folder = run.folder};
}

// What would stop publishing in the end is said before the work.
Status check_ends(const GroupRun& run, const std::optional<Replaced>& replaced) {
  SR_CHECK(check_replacing(run, replaced));
  if (run.options->key.given()) SR_CHECK(refuse_overwriting(run.options->key.path));
  return check_continuity(run.inputs, link_request(run));
}

// The file of the release in which its owners state a licence or terms; empty: none does.
Result<std::string> licence_file(const fs::path& release) {
  const fs::path path = release / "dataset_description.json";
  SR_TRY(const std::string text, read_text(path));
  SR_TRY(const Json description, parse_json(text, path.string()));
  const std::string& licence = description.at("License").as_string();
  if (!licence.empty() && !is_terms_text(licence)) return path.filename().string();
  const Result<std::string> citation = read_text(release / "CITATION.cff");
  const bool cited = citation.ok() && ("\n" + *citation).find("\nlicense:") != std::string::npos;
  return std::string(cited ? "CITATION.cff" : "");
}

Status build_tree(const GroupRun& run, const Draft& draft, TreeBuilder& tree) {
  const GroupOptions& options = *run.options;
  SR_TRY(std::vector<std::string> lost, assemble(draft.files, draft.labels, draft.tokens, tree));
  for (const auto& [path, reason] : draft.generalised.emptied) {
    lost.push_back(fmt::format("{}: left out, {}", path, reason));
  }
  SR_CHECK(write_file(run.folder->report() / "references-removed.txt",
                      lost.empty() ? std::string() : join(lost, "\n") + "\n", Mode::secret));
  SR_TRY(const std::string licence, licence_file(tree.root()));
  SR_CHECK(tree.write(
      "README.md", options.readme.value_or(readme_text(options.policy, has_moved_dates(run.inputs.outcomes),
                                                       licence, options.version))));
  SR_CHECK(tree.write("CHANGES", changes_text(options.version)));
  return tree.finish();
}

// The report leads to the first lines, about ages, and to the last, about columns left out.
std::string risk_listing(const Draft& draft, const std::string& alone) {
  return risk_listing(draft.generalised) + alone + special_listing(draft.special);
}

// What the private folder keeps of this release, published or not.
Status write_private_lists(const GroupRun& run, const Draft& draft, const std::vector<OrderLeakage>& orders) {
  const fs::path report = run.folder->report();
  SR_CHECK(write_file(report / k_persons_at_risk, risk_listing(draft, {}), Mode::secret));
  SR_CHECK(write_file(report / "label-order.txt", format_orders(orders), Mode::secret));
  SR_CHECK(write_file(report / "options.txt",
                      options_listing(*run.places, options_of_release(run.options->run_options, draft.files)),
                      Mode::secret));
  SR_TRY(const Json policy, policy_file_of(*run.options));
  SR_CHECK(write_file(report / "policies.txt", policies_listing(policy, draft.generalised), Mode::secret));
  if (draft.derived.empty()) return Done{};
  return write_file(report / "derivatives-left-out.txt", format_left_out(draft.derived), Mode::secret);
}

// What DICOM files of this release retain on purpose.
std::vector<std::string> retained_codes(const Policy& policy) {
  return policy.sourcedata ? retained_codes(policy.dicom) : std::vector<std::string>();
}

PrivateReportFacts private_facts(const GroupRun& run, const Draft& draft) {
  const TellingAges& ages = draft.generalised.telling_ages;
  return {.version = run.options->version,
          .now = run.options->now,
          .foreign = false,
          .telling_ages = !ages.children.empty() || !ages.few.empty(),
          .special_columns = !draft.special.empty(),
          .drawn = !drawn_images(run.folder->renderings()).empty(),
          .derivatives = !draft.derived.empty()};
}

// The audit of the assembled release, told in private/report under the source's paths.
Result<Findings> audit_release(const GroupRun& run, const Draft& draft, const AuditNeedles& needles,
                               const fs::path& tree) {
  const Policy& policy = run.options->policy;
  SR_TRY(const Findings findings, audit_tree({.root = tree,
                                              .retained_codes = retained_codes(policy),
                                              .dicom_documents = policy.sourcedata && policy.dicom.documents,
                                              .dicom_captures = policy.sourcedata && policy.dicom.captures},
                                             needles, run.options->workers, *run.observer));
  SR_CHECK(write_sarif(run.options->sarif_file, findings, run.options->version));
  SR_CHECK(write_review_index(run.folder->renderings()));
  std::map<std::string, std::string> source_of;
  for (const ReleasedFile& file : draft.files) source_of.emplace(file.new_path, file.path);
  SR_CHECK(
      write_private_report(*run.folder, under_source_paths(findings, source_of), private_facts(run, draft)));
  return findings;
}

Result<std::optional<SealedKey>> seal_link(const GroupRun& run, const Draft& draft) {
  if (!run.options->key.given()) return std::optional<SealedKey>();
  SR_TRY(const LinkKey link,
         next_link_key(run.inputs, {draft.labels, draft.generalised.linked_codes}, link_request(run)));
  SR_TRY(SealedKey key, seal(link, run.options->key));
  return std::optional(std::move(key));
}

// False where the audit of the report itself found what must not leave.
Result<bool> write_audited_report(const GroupRun& run, const AuditNeedles& needles, const ReportFacts& facts,
                                  const Findings& findings, const fs::path& release, const fs::path& report) {
  const GroupOptions& options = *run.options;
  SR_CHECK(write_shareable_report(report, release, findings, facts));
  SR_TRY(const Findings found, audit_tree({.root = report,
                                           .kind = TreeKind::report,
                                           .naming_texts = naming_texts_of(release, options.answers)},
                                          needles, options.workers, *run.observer));
  if (!blocks_publishing(found)) return true;
  SR_CHECK(write_private_report(*run.folder, found, {.version = options.version, .now = options.now}));
  return false;
}

// From the draft to the published release. Blocked where an audit found something.
Result<GroupCourse> publish_release(const GroupRun& run, const Draft& draft,
                                    const std::optional<readiness::ReplacedRelease>& replaced) {
  const Observer& observer = *run.observer;
  SR_TRY(StagedFolder dataset, StagedFolder::make(run.places->output_dir, "dataset"));
  SR_TRY(const TextRules rules, load_text_rules(run.options->policy));
  const RootTables tables = read_root_tables(*run.preparation->inventory);
  const OrderSources source{.inputs = run.inputs, .tables = tables, .rules = rules.columns};
  using enum TreeBuilder::Takeover;
  TreeBuilder tree(dataset.path(), run.options->now, disk_order_tells(source, draft.files) ? copy : share);
  SR_CHECK(build_tree(run, draft, tree));
  const std::vector<OrderLeakage> orders = compare_orders(source, draft.labels, tree.root());

  observer.say(Detail::result, "auditing every byte of the release");
  const AuditNeedles needles = needles_of(run.inputs, known_participants(run), draft.labels, draft.tokens);
  SR_TRY(const Findings findings, audit_release(run, draft, needles, tree.root()));
  SR_CHECK(write_private_lists(run, draft, orders));
  if (blocks_publishing(findings)) return GroupCourse::blocked;

  SR_TRY(const ReleasedContents contents, find_column_ends(tree.root()));
  const std::string alone = alone_listing(
      {.contents = &contents.groups, .labels = &draft.labels, .generalised = &draft.generalised});
  SR_CHECK(write_file(run.folder->report() / k_persons_at_risk, risk_listing(draft, alone), Mode::secret));
  SR_TRY(const std::optional<SealedKey> key, seal_link(run, draft));
  observer.say(Detail::file, "writing the report");
  SR_TRY(StagedFolder report, StagedFolder::make(run.places->output_dir, "report"));
  const ReportFacts facts{
      .inputs = &run.inputs,
      .preparation = run.preparation,
      .labels = &draft.labels,
      .files = &draft.files,
      .root_outcomes = &draft.root_outcomes,
      .derived = &draft.derived,
      .other_derivatives = count_other_derivatives(run.places->bids_dir, run.options->derivatives),
      .generalised = &draft.generalised,
      .contents = &contents,
      .special = &draft.special,
      .key_sha256 = key ? key->sha256 : "",
      .order_beyond_chance = is_beyond_chance(orders),
      .options = run.options,
      .replaced = replaced,
      .drawn = drawn_images(run.folder->renderings())};
  SR_TRY(const bool fit, write_audited_report(run, needles, facts, findings, tree.root(), report.path()));
  if (!fit) return GroupCourse::blocked;

  observer.say(Detail::file, "publishing");
  SR_CHECK(note_release(run, draft.files));
  SR_CHECK(warn_beside(run.places->output_dir, report.path()));
  SR_CHECK(publish_trees({{&dataset, run.places->dataset()}, {&report, run.places->report()}}, run.books,
                         key ? &*key : nullptr));
  SR_CHECK(settle_notice(run.places->output_dir));
  forget_other_releases(run);
  forget(*run.folder, run.options->clean);
  return GroupCourse::published;
}

}  // namespace

Result<GroupResult> run_group(const Places& places, const Preparation& preparation,
                              const PrivateFolder& folder, const GroupOptions& options,
                              const Observer& observer) {
  SR_TRY(const FileLock alone, FileLock::take(folder.group_lock(), FileLock::Kind::exclusive));
  GroupRun run{.places = &places,
               .preparation = &preparation,
               .folder = &folder,
               .options = &options,
               .observer = &observer,
               .books = {.journal = folder.root / "publishing.json",
                         .record = folder.root / "published.json",
                         .key = {}},
               .inputs = {}};
  SR_CHECK(clear_the_way(run));
  observer.say(Detail::file, "reading outcome records");
  SR_TRY(run.inputs, read_group_inputs(preparation, folder,
                                       {.policy = &options.policy,
                                        .version = options.version,
                                        .build = options.build,
                                        .acceptances = &options.acceptances}));
  GroupResult result;
  SR_CHECK(check_same_source(run.inputs, *preparation.inventory, folder));
  if (run.inputs.outcomes.empty() && asks_only_for_report(places, folder, options)) {
    result.compared = false;
    SR_TRY(run.books.key, published_key(run.books));
    SR_TRY(result.course, renew_published(run));
    if (!options.private_stood || options.clean) forget(folder, true);  // what this run alone made
    return result;
  }
  result.unusable = run.inputs.unusable;
  result.course = GroupCourse::missing;
  result.left_out_before = left_out_before(run, result.unusable).size();
  if (!result.unusable.empty() && !options.allow_missing) return result;

  SR_CHECK(check_said_of_events(run));
  SR_CHECK(check_left_out_kinds(run));
  SR_CHECK(check_left_out_keys(run));
  SR_TRY(std::vector<ReleasedFile> released, choose_files(run));
  const std::vector<const PlannedFile*> root_files = select_root_files(released, preparation);
  SR_TRY(run.books.key, release_key(run, root_files));
  result.withheld = count_withheld(run.inputs, {});
  SR_TRY(const bool published, is_published(run));
  if (published) {
    SR_TRY(result.course, renew_published(run));
    if (options.clean) forget(folder, true);
    result.cleaned = options.clean;
    return result;
  }
  SR_TRY(const std::optional<Replaced> replaced, compare_with_replaced(run, released));
  SR_CHECK(check_ends(run, replaced));

  observer.say(Detail::result, "drawing labels and assembling the release");
  SR_TRY(const StagedFolder root_staging, StagedFolder::make(folder.root, "root"));
  SR_TRY(const Draft draft, draft_release(run, std::move(released), root_files, root_staging.path()));
  result.withheld = count_withheld(run.inputs, draft.root_outcomes) + count_withheld(draft.derived);
  result.participants = draft.labels.new_participants().size();
  SR_TRY(result.course, publish_release(run, draft, replaced_facts(replaced)));
  result.cleaned = options.clean && result.course == GroupCourse::published;
  return result;
}

}  // namespace shareready
