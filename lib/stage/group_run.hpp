#pragma once

#include <set>
#include <string>

#include "readiness/inputs.hpp"
#include "stage/group.hpp"
#include "stage/publish.hpp"

namespace shareready {

// What every step of one group run looks at; all that is pointed to outlives the run.
struct GroupRun {
  const Places* places = nullptr;
  const Preparation* preparation = nullptr;
  const PrivateFolder* folder = nullptr;
  const GroupOptions* options = nullptr;
  const Observer* observer = nullptr;
  PublishBooks books;
  GroupInputs inputs;
};

// Everybody whose old label must not return: all of the input, of earlier releases, and those withdrawn.
std::set<std::string> known_participants(const GroupRun& run);

// What stands for a release: equal keys, equal releases (new labels aside). Errors: io, no_input.
Result<std::string> release_key(const GroupRun& run, const std::vector<const PlannedFile*>& root_files);

// New answers for what is published already: only the report is written anew. Renewed where it was, else
// unchanged. Errors: bad_data where the answers repeat what must not leave; those of renew_report.
Result<GroupCourse> renew_published(const GroupRun& run);

}  // namespace shareready
