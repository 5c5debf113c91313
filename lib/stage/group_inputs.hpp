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
  std::string reason;  // fit for shared texts
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

}  // namespace shareready
