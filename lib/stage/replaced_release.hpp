#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/policy_changes.hpp"
#include "readiness/inputs.hpp"
#include "stage/group_run.hpp"
#include "stage/released_files.hpp"

// What a release was made with is noted in private/, so that one which replaces it can say who and what comes
// back, and a run that lost an option is told which.
namespace shareready {

// Notes what the release of this run is made with and who is in it, under its key. Errors: io, cannot_create.
Status note_release(const GroupRun& run, const std::vector<ReleasedFile>& released);

// Deletes the notes on every release but that of this run.
void forget_other_releases(const GroupRun& run);

// The release in the place of this one, as far as it is known, and this one beside it.
struct Replaced {
  bool noted = false;                      // in private/; else its report alone tells of it
  std::vector<PolicyChange> changes = {};  // from that policy to this one
  bool other_policy = false;
  std::vector<std::string> returning = {};  // source labels: left out of that one by the command line
  std::size_t added = 0;                    // persons who were not in it
  std::size_t gone = 0;                     // persons of it who are not in this one
  std::set<std::string> unnamed = {};  // options that it had, that this run lacks, and that make a difference
};

// Nothing where no release is in the place. Errors: io, bad_data.
Result<std::optional<Replaced>> compare_with_replaced(const GroupRun& run,
                                                      const std::vector<ReleasedFile>& released);

// What comes back and what changes, in words for the terminal; empty: nothing that is known.
std::string told_of_replaced(const Replaced& replaced);

// Refuses to replace a release by one that drops its options without a word, or lets persons come back whom
// the command line left out and does not name. Errors: cannot_create.
Status check_replacing(const GroupRun& run, const std::optional<Replaced>& replaced);

// Those of whom the release in the place left out by the command line, and this run does not.
std::vector<std::string> left_out_before(const GroupRun& run, const std::vector<UnusableParticipant>& among);

// The same for the shareable report: no label, no column.
std::optional<readiness::ReplacedRelease> replaced_facts(const std::optional<Replaced>& replaced);

}  // namespace shareready
