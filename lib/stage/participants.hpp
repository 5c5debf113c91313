#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "deid/link_key.hpp"
#include "policy/policy.hpp"
#include "stage/acceptance.hpp"
#include "stage/observer.hpp"
#include "stage/outcome.hpp"
#include "stage/preparation.hpp"
#include "stage/private_folder.hpp"

namespace shareready {

struct ParticipantsOptions {
  Policy policy;
  std::string version;
  std::string build;                           // program_fingerprint()
  unsigned workers = 1;                        // participants at the same time
  Acceptances acceptances;                     // doubtful images that do not count as withheld
  std::filesystem::path own_mask_folder = {};  // the user's own masks; empty: none
  const LinkKey* previous = nullptr;           // of an earlier release; null: none
  RandomSource random;
};

// How the participants of one run came out, one count each, in this order of precedence.
struct ParticipantsResult {
  std::size_t failed = 0;    // a file failed
  std::size_t locked = 0;    // another run is at work on it
  std::size_t withheld = 0;  // done, something withheld
  std::size_t done = 0;
  std::size_t skipped = 0;  // of these, done before and still valid
};

// Runs the participant level: every selected participant that has no valid outcome yet, several at a time.
// One participant's failure never stops the others. Errors: those of writing private/ (nothing is half
// there), locked (a group run is at work).
Result<ParticipantsResult> run_participants(const Preparation& preparation, const PrivateFolder& folder,
                                            const ParticipantsOptions& options, const Observer& observer);

}  // namespace shareready
