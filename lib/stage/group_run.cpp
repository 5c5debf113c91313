#include "stage/group_run.hpp"

#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "stage/clearance_notice.hpp"
#include "stage/derivatives_step.hpp"
#include "stage/draft.hpp"
#include "stage/group_audit.hpp"
#include "stage/report_renewal.hpp"

namespace shareready {
namespace {

// What is there once this run is over; it reads the source. A private folder without a record of publishing
// is not the one of the release.
Sight sight_after(const GroupRun& run) {
  const GroupOptions& options = *run.options;
  const Places& places = *run.places;
  std::error_code status;
  const bool usual_stands =
      places.private_dir != places.usual_private() && std::filesystem::exists(places.usual_private(), status);
  return {
      .stands = {.source = true, .private_folder = usual_stands || (options.private_stood && !options.clean)},
      .of_this_release = options.clean && !run.books.key.empty()};
}

}  // namespace

std::set<std::string> known_participants(const GroupRun& run) {
  const std::vector<std::string>& all = run.preparation->inventory->all_participants;
  std::set<std::string> labels(all.begin(), all.end());
  labels.insert(run.options->withdrawn.begin(), run.options->withdrawn.end());
  if (run.options->previous) {
    for (std::string& label : run.options->previous->key.old_labels()) labels.insert(std::move(label));
  }
  return labels;
}

Result<std::string> release_key(const GroupRun& run, const std::vector<const PlannedFile*>& root_files) {
  const GroupOptions& options = *run.options;
  std::string text = fmt::format("{}\n{}\n{}\n{}\n", policy_hash(options.policy), options.build,
                                 static_cast<int>(options.label_mode), options.readme.value_or("\0"));
  if (options.key.given()) text += fmt::format("key for {}\n", join(options.key.recipients, " "));
  if (options.previous) text += options.previous->sha256 + "\n";
  if (!options.label_secret.empty()) text += make_secret(options.label_secret).fingerprint + "\n";
  text += fmt::format("without {}\n", join(options.withdrawn, " "));
  for (const Outcome& outcome : run.inputs.outcomes)
    text += sha256_hex(format_json(outcome_to_json(outcome))) + "\n";
  for (const PlannedFile* file : root_files) {
    SR_TRY(const std::string hash, sha256_file(file->target));
    text += fmt::format("{} {}\n", file->path.generic_string(), hash);
  }
  SR_TRY(const std::string derivatives, describe_derivatives(run.places->bids_dir, options.derivatives));
  return sha256_hex(text + derivatives);
}

Result<GroupCourse> renew_published(const GroupRun& run) {
  const GroupOptions& options = *run.options;
  const RenewedWith with{.answers = &options.answers, .sight = sight_after(run)};
  SR_TRY(const bool needed, needs_renewal(run.places->report(), with));
  if (!needed) {
    SR_CHECK(settle_notice(run.places->output_dir));
    return GroupCourse::unchanged;
  }
  SR_TRY(StagedFolder report, StagedFolder::make(run.places->output_dir, "report"));
  SR_CHECK(renew_report(run.places->report(), report.path(), with, options.now));
  SR_TRY(const TextRules rules, load_text_rules(options.policy));
  SR_TRY(const TokenSet tokens, gather_tokens(run, rules));
  const AuditNeedles needles = needles_of(run.inputs, known_participants(run), LabelMap(), tokens);
  SR_TRY(const Findings found,
         audit_tree({.root = report.path(),
                     .kind = TreeKind::report,
                     .naming_texts = naming_texts_of(run.places->dataset(), options.answers)},
                    needles, options.workers, *run.observer));
  if (blocks_publishing(found)) {
    SR_CHECK(write_private_report(*run.folder, found, {.version = options.version, .now = options.now}));
    return Error{
        ErrorCode::bad_data,
        "--answers",
        "a text in it repeats a label or a personal detail of the source; reword it, the private report "
        "says where. The report that is there still stands on the answers before these",
        {}};
  }
  SR_CHECK(warn_beside(run.places->output_dir, report.path()));
  SR_CHECK(publish_trees({{&report, run.places->report()}}, run.books));
  SR_CHECK(settle_notice(run.places->output_dir));
  return GroupCourse::renewed;
}

}  // namespace shareready
