#pragma once

#include <string>
#include <vector>

#include "stage/acceptance.hpp"
#include "stage/outcome.hpp"
#include "stage/preparation.hpp"
#include "stage/private_folder.hpp"

namespace shareready {

// A participant whose outcome cannot go into a release.
struct UnusableParticipant {
  std::string label;
  std::string reason;        // fit for shared texts
  std::string differs = {};  // the file of the input that is not what was staged; for the terminal only
};

struct GroupInputs {
  std::vector<Outcome> outcomes;  // by label; acceptances applied to their files
  std::vector<UnusableParticipant> unusable;
};

struct GroupInputsRequest {
  const Policy* policy = nullptr;  // by whose hash the records must have been made
  std::string version;
  std::string build;
  const Acceptances* acceptances = nullptr;
};

// Reads the outcome records of all selected participants and checks that they still tell of the input.
// Errors: bad_data (records made with another policy, version, filter or secret than the others), io.
Result<GroupInputs> read_group_inputs(const Preparation& preparation, const PrivateFolder& folder,
                                      const GroupInputsRequest& request);

// Source labels of everybody whose record stands in the private folder, sorted.
std::vector<std::string> recorded_participants(const PrivateFolder& folder);

// Where nobody of the input can go into a release: whether that is because the records tell of another
// dataset. A dataset that was moved, and one to which participants were added, is the same. Errors: bad_data
// (it is another one, or all of it changed).
Status check_same_source(const GroupInputs& inputs, const Inventory& inventory, const PrivateFolder& folder);

}  // namespace shareready
