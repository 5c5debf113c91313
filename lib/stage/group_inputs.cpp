#include "stage/group_inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

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

// Why the record no longer tells of what is in the input; empty where it does.
std::string staleness(const Outcome& outcome, const PlannedFiles& planned, const PrivateFolder& folder) {
  std::map<std::string, const FileOutcome*> known;
  for (const FileOutcome& file : outcome.files) {
    if (file.action != k_action_generate) known[file.path] = &file;
    if (file.staged.empty()) continue;
    const Result<bool> same = is_unchanged(folder.staging(outcome.participant) / file.staged, file.output);
    if (!same.ok()) return "its staged files are not complete";
    if (!*same) return "its files in dataset/ or in the private folder were changed after they were written";
  }
  if (planned.size() != known.size()) return "files were added to the input or removed from it";
  for (const PlannedFile* file : planned) {
    const auto found = known.find(file->path.generic_string());
    if (found == known.end()) return "files were added to the input or removed from it";
    if (file->action == Action::exclude || found->second->input.sha256.empty()) continue;
    const Result<bool> same = is_unchanged(file->target, found->second->input);
    if (!same.ok() || !*same) return "its input changed after the participant level";
  }
  return "";
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
      inputs.unusable.push_back({label, "the participant level did not finish it"});
      continue;
    }
    SR_TRY(Outcome outcome, read_outcome(folder.outcome(label)));
    SR_CHECK(check_alike(outcome, inputs.outcomes.empty() ? outcome : inputs.outcomes.front(), filters,
                         request, folder));
    if (status_of(outcome) == FileStatus::failed) {
      inputs.unusable.push_back({label, "a file of it failed at the participant level"});
    } else if (std::string reason = staleness(outcome, planned[label], folder); !reason.empty()) {
      inputs.unusable.push_back({label, std::move(reason)});
    } else {
      inputs.outcomes.push_back(with_accepted(std::move(outcome), *request.acceptances));
    }
  }
  return inputs;
}

}  // namespace shareready
