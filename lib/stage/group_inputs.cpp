#include "stage/group_inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/counted.hpp"
#include "stage/leaf_sidecars.hpp"
#include "stage/participant.hpp"
#include "stage/planned_files.hpp"
#include "stage/policy_note.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

Error mixed(std::string_view label, std::string what) {
  return Error{ErrorCode::bad_data,
               fmt::format("sub-{}", label),
               std::move(what) +
                   "; run the participant level again, without --participant-label, with the "
                   "options that the group level has",
               {}};
}

// Says what differs, as far as a run with this private folder noted the other policy. Whoever forgot an
// option must not be led to make everything again without it.
Error other_policy(const Outcome& outcome, const PrivateFolder& folder, const Policy& policy) {
  const std::string told = told_of_other_policy(folder, outcome.policy, policy);
  return Error{
      ErrorCode::bad_data,
      fmt::format("sub-{}", outcome.participant),
      fmt::format("was de-identified with other policy options than this run has{}; give this run the "
                  "options of the participant level, --policy among them. Only where the new choice is "
                  "meant, run the participant level again, without --participant-label, with the "
                  "options that the group level has",
                  told.empty() ? told : " (there and here: " + told + ")"),
      {}};
}

// Every record must come from runs with the same options, by the same version, under one secret.
Status check_alike(const Outcome& outcome, const Outcome& first, const std::string& filters,
                   const GroupInputsRequest& request, const PrivateFolder& folder) {
  if (outcome.policy != policy_hash(*request.policy)) return other_policy(outcome, folder, *request.policy);
  if (outcome.version != request.version) {
    return mixed(outcome.participant, fmt::format("was de-identified by version {}, this is {}",
                                                  outcome.version, request.version));
  }
  if (outcome.build != request.build) {
    return mixed(outcome.participant, "was de-identified by another build of the program or by other tables");
  }
  if (outcome.filters != filters)
    return mixed(outcome.participant, "was run with another session or file filter");
  if (outcome.secret != first.secret) {
    return mixed(outcome.participant, "was run with another secret than other participants");
  }
  return Done{};
}

// Why a record no longer tells of what is in the input, and by which file; both empty where it does.
struct Staleness {
  std::string reason, differs;
};

Staleness staleness(const Outcome& outcome, const PlannedFiles& planned, const PrivateFolder& folder) {
  std::map<std::string, const FileOutcome*> known;
  for (const FileOutcome& file : outcome.files) {
    if (file.action != k_action_generate) known[file.path] = &file;
    if (file.staged.empty()) continue;
    const Result<bool> same = is_unchanged(folder.staging(outcome.participant) / file.staged, file.output);
    if (!same.ok()) return {.reason = "its staged files are not complete", .differs = {}};
    if (!*same) {
      return {.reason = "its files in dataset/ or in the private folder were changed after they were written",
              .differs = {}};
    }
  }
  constexpr const char* k_other_files = "files were added to the input or removed from it";
  for (const PlannedFile* file : planned) {
    const std::string path = file->path.generic_string();
    const auto found = known.find(path);
    if (found == known.end()) return {.reason = k_other_files, .differs = path};
    const FileOutcome& before = *found->second;
    known.erase(found);
    if (file->action == Action::exclude || before.input.sha256.empty()) continue;
    const Result<bool> same = is_unchanged(file->target, before.input);
    if (!same.ok() || !*same)
      return {.reason = "its input changed after the participant level", .differs = path};
  }
  if (!known.empty()) return {.reason = k_other_files, .differs = known.begin()->first};
  return {};
}

}  // namespace

Result<GroupInputs> read_group_inputs(const Preparation& preparation, const PrivateFolder& folder,
                                      const GroupInputsRequest& request) {
  GroupInputs inputs;
  auto planned = files_by_participant(preparation.plan);
  const std::string filters = filters_of(*preparation.inventory);
  for (const std::string& label : preparation.inventory->participants) {
    std::error_code status;
    if (!fs::exists(folder.outcome(label), status)) {
      inputs.unusable.push_back({.label = label, .reason = "the participant level did not finish it"});
      continue;
    }
    SR_TRY(Outcome outcome, read_outcome(folder.outcome(label)));
    SR_CHECK(check_alike(outcome, inputs.outcomes.empty() ? outcome : inputs.outcomes.front(), filters,
                         request, folder));
    if (status_of(outcome) == FileStatus::failed) {
      inputs.unusable.push_back({.label = label, .reason = "a file of it failed at the participant level"});
    } else if (Staleness stale = staleness(outcome, planned[label], folder); !stale.reason.empty()) {
      inputs.unusable.push_back(
          {.label = label, .reason = std::move(stale.reason), .differs = std::move(stale.differs)});
    } else {
      inputs.outcomes.push_back(with_accepted(std::move(outcome), *request.acceptances));
    }
  }
  return inputs;
}

std::vector<std::string> recorded_participants(const PrivateFolder& folder) {
  std::vector<std::string> labels;
  std::error_code status;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.outcomes(), status)) {
    if (entry.path().extension() == ".json") labels.push_back(entry.path().stem().string());
  }
  std::sort(labels.begin(), labels.end());
  return labels;
}

Status check_same_source(const GroupInputs& inputs, const Inventory& inventory, const PrivateFolder& folder) {
  if (!inputs.outcomes.empty()) return Done{};
  const auto another = [&](const std::string& how) {
    return Error{ErrorCode::bad_data,
                 inventory.root.string(),
                 "is not the dataset that the participants in the private folder came from, or all of it "
                 "changed since: " +
                     how +
                     ". Give the BIDS_DIR of the participant level; another dataset needs an OUTPUT_DIR of "
                     "its own, and after a change that was meant the participant level runs again",
                 {}};
  };
  std::vector<std::string> differing;
  for (const UnusableParticipant& participant : inputs.unusable) {
    if (!participant.differs.empty()) differing.push_back(participant.differs);
  }
  if (differing.size() == 1) return another(differing.front() + " is not what was staged");
  if (!differing.empty()) {
    return another(fmt::format("{} is not what was staged, nor are files of {}", differing.front(),
                               counted(differing.size() - 1, "other participant", "other participants")));
  }
  const std::vector<std::string>& all = inventory.all_participants;
  const std::vector<std::string> recorded = recorded_participants(folder);
  const bool known = std::any_of(recorded.begin(), recorded.end(), [&](const std::string& label) {
    return std::find(all.begin(), all.end(), label) != all.end();
  });
  if (recorded.empty() || known) return Done{};
  return another(fmt::format("sub-{} is not in it, nor is anybody else of those staged", recorded.front()));
}

}  // namespace shareready
