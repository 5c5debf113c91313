#include "stage/participants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "stage/dicom_step.hpp"
#include "stage/leaf_sidecars.hpp"
#include "stage/lock.hpp"
#include "stage/participant.hpp"
#include "stage/policy_note.hpp"

namespace shareready {
namespace {

// The participants still to be done, handed out to the workers, and what they report back.
struct ParticipantsWork {
  std::vector<std::string> labels;
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;  // guards what follows
  std::size_t finished = 0;
  ParticipantsResult result;
  std::optional<Error> error;  // the first that stops the run
};

void count(FileStatus status, ParticipantsResult& result) {
  switch (status) {
    case FileStatus::failed:
      ++result.failed;
      return;
    case FileStatus::withheld:
      ++result.withheld;
      return;
    case FileStatus::done:
    case FileStatus::excluded:
      ++result.done;
      return;
  }
}

void tell(const Outcome& outcome, const Acceptances& acceptances, const Observer& observer) {
  for (const FileOutcome& file : outcome.files) {
    const bool accepted = acceptances.accepts(file.path, file.input.sha256);
    if (file.action == k_action_generate) continue;  // goes or stays with its image
    const bool bad = file.status == FileStatus::failed || (file.status == FileStatus::withheld && !accepted);
    const std::string detail = file.detail.empty() ? "" : fmt::format(" ({})", file.detail);
    observer.say(bad ? Detail::result : Detail::file,
                 fmt::format("{}: {}: {}{}", file.path, accepted ? "accepted" : to_string(file.status),
                             file.reason, detail));
    if (!file.figures.as_object().empty()) {
      observer.say(Detail::figure, fmt::format("{}: {}", file.path, format_json_line(file.figures)));
    }
  }
}

// The record of a run before that still holds.
std::optional<Outcome> find_valid(std::string_view label, const ParticipantContext& context) {
  std::error_code status;
  if (!std::filesystem::exists(context.folder.outcome(label), status)) return std::nullopt;
  Result<Outcome> before = read_outcome(context.folder.outcome(label));
  if (!before.ok() || !is_still_valid(*before, begin_participant(label, context), context))
    return std::nullopt;
  return std::move(*before);
}

enum class Course { ran, skipped, locked, crashed };

struct Finished {
  Course course = Course::ran;
  Outcome outcome;
};

Result<Finished> do_participant(std::string_view label, const ParticipantContext& context) {
  const Result<FileLock> lock =
      FileLock::take(context.folder.participant_lock(label), FileLock::Kind::exclusive);
  if (!lock.ok() && lock.error().code == ErrorCode::locked)
    return Finished{.course = Course::locked, .outcome = {}};
  if (!lock.ok()) return lock.error();
  if (auto before = find_valid(label, context)) {
    return Finished{.course = Course::skipped, .outcome = std::move(*before)};
  }
  SR_TRY(Outcome outcome, run_participant(label, context));
  return Finished{.course = Course::ran, .outcome = std::move(outcome)};
}

std::string_view word_for(const Finished& finished, FileStatus status) {
  if (finished.course == Course::locked) return "is being done by another run";
  if (finished.course == Course::crashed) return "failed";
  if (finished.course == Course::skipped) return "was done before, nothing changed";
  return to_string(status);
}

void report(const Finished& finished, std::string_view label, const ParticipantsOptions& options,
            const Observer& observer, ParticipantsWork& work) {
  const FileStatus status = status_of(with_accepted(finished.outcome, options.acceptances));
  tell(finished.outcome, options.acceptances, observer);
  const std::scoped_lock guard(work.mutex);
  if (finished.course == Course::locked) {
    ++work.result.locked;
  } else if (finished.course == Course::crashed) {
    ++work.result.failed;
  } else {
    count(status, work.result);
  }
  if (finished.course == Course::skipped) ++work.result.skipped;
  observer.advance(++work.finished, work.labels.size(),
                   fmt::format("sub-{} {}", label, word_for(finished, status)));
}

void run_worker(const ParticipantContext& context, const ParticipantsOptions& options,
                const Observer& observer, ParticipantsWork& work) {
  for (std::size_t index = work.next++; index < work.labels.size(); index = work.next++) {
    const std::string& label = work.labels[index];
    Result<Finished> finished = Error{ErrorCode::internal, label, "did not run", {}};
    try {
      finished = do_participant(label, context);
    } catch (const std::exception& problem) {  // memory ran out, for one; the others may still fit
      finished = Finished{.course = Course::crashed, .outcome = {}};
      observer.say(Detail::result, fmt::format("sub-{}: failed: {}", label, problem.what()));
    }
    if (finished.ok()) {
      report(*finished, label, options, observer, work);
      continue;
    }
    const std::scoped_lock guard(work.mutex);
    work.next = work.labels.size();
    if (!work.error)
      work.error = std::move(finished).error().within(fmt::format("participant sub-{}", label));
  }
}

// The secret goes when a release is published. As long as every selected participant still has its valid
// record from then, nothing is to be done and no new secret is drawn. The fingerprint is the records' own.
std::string published_fingerprint(const Preparation& preparation, const PrivateFolder& folder) {
  for (const std::string& label : preparation.inventory->participants) {
    std::error_code status;
    if (!std::filesystem::exists(folder.outcome(label), status)) return "";
    const Result<Outcome> outcome = read_outcome(folder.outcome(label));
    return outcome.ok() ? outcome->secret : "";
  }
  return "";
}

Result<Secret> secret_for(ParticipantContext& context, const Preparation& preparation,
                          const RandomSource& random) {
  if (context.previous != nullptr && !context.previous->secret.empty()) {
    return make_secret(context.previous->secret);
  }
  SR_TRY(const std::optional<Secret> found, find_secret(context.folder));
  if (found) return *found;
  context.secret = {.bytes = {}, .fingerprint = published_fingerprint(preparation, context.folder)};
  const std::vector<std::string>& labels = preparation.inventory->participants;
  const bool all_valid = !context.secret.fingerprint.empty() &&
                         std::all_of(labels.begin(), labels.end(), [&](const std::string& label) {
                           return find_valid(label, context).has_value();
                         });
  if (all_valid) return context.secret;
  return obtain_secret(context.folder, random);
}

// Files come to be in the order of work, and their numbers on the disk stay in the release: the order tells
// nothing (Fisher-Yates).
Status shuffle(std::vector<std::string>& labels, const RandomSource& random) {
  for (std::size_t left = labels.size(); left > 1; --left) {
    SR_TRY(const std::uint64_t chosen, random_below(left, random));
    std::swap(labels[left - 1], labels[chosen]);
  }
  return Done{};
}

bool defaces_anything(const Plan& plan) {
  return std::any_of(plan.files.begin(), plan.files.end(), [](const PlannedFile& file) {
    return file.action == Action::deface || is_source_image(file);
  });
}

}  // namespace

Result<ParticipantsResult> run_participants(const Preparation& preparation, const PrivateFolder& folder,
                                            const ParticipantsOptions& options, const Observer& observer) {
  SR_TRY(const FileLock no_group, FileLock::take(folder.group_lock(), FileLock::Kind::shared));
  SR_CHECK(note_policy(folder, options.policy));
  SR_TRY(const TextRules rules, load_text_rules(options.policy));
  std::optional<HeadTemplate> head_template;
  if (defaces_anything(preparation.plan)) {
    SR_TRY(head_template, load_head_template(static_cast<int>(options.workers)));
  }
  OwnMasks own_masks;
  if (!options.own_mask_folder.empty()) {
    SR_TRY(own_masks, find_own_masks(options.own_mask_folder, preparation.plan));
    for (const auto& mask : own_masks.unused) {
      observer.say(Detail::result,
                   fmt::format("{}: used for no image: none to be defaced has this name", mask.string()));
    }
  }
  std::optional<DicomRules> dicom_rules;
  if (options.policy.sourcedata) {
    SR_TRY(dicom_rules, load_dicom_rules());
  }
  const auto files = files_by_participant(preparation.plan);
  const RootTables root_tables = read_root_tables(*preparation.inventory);
  ParticipantsWork work;
  work.labels = preparation.inventory->participants;
  SR_CHECK(shuffle(work.labels, options.random));
  const auto workers = static_cast<unsigned>(std::clamp<std::size_t>(work.labels.size(), 1, options.workers));
  ParticipantContext context{.inventory = preparation.inventory.get(),
                             .index = preparation.index.get(),
                             .files = &files,
                             .policy = options.policy,
                             .head_template = head_template ? &*head_template : nullptr,
                             .own_masks = &own_masks,
                             .dicom_rules = dicom_rules ? &*dicom_rules : nullptr,
                             .rules = &rules,
                             .root_tables = &root_tables,
                             .folder = folder,
                             .secret = {},
                             .previous = options.previous,
                             .version = options.version,
                             .build = options.build,
                             .threads = static_cast<int>(std::max(1U, options.workers / workers))};
  SR_TRY(context.secret, secret_for(context, preparation, options.random));
  {
    std::vector<std::jthread> threads;
    for (unsigned worker = 1; worker < workers; ++worker) {
      threads.emplace_back([&] { run_worker(context, options, observer, work); });
    }
    run_worker(context, options, observer, work);
  }
  if (work.error) return *work.error;
  return work.result;
}

}  // namespace shareready
