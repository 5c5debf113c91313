#pragma once

#include <optional>
#include <string>
#include <vector>

#include "deid/dates.hpp"
#include "deid/tokens.hpp"
#include "policy/plan.hpp"
#include "stage/outcome.hpp"
#include "stage/text_step.hpp"

namespace shareready {

// What one reading of a participant's own texts yields before any of them is scrubbed.
struct ParticipantTexts {
  TokenSet tokens;
  std::vector<SessionDate> sessions;  // in order of their folders
  std::vector<std::string> dates;     // everything that a shift would move
};

// Reads the sidecars and tables among the planned files; those that cannot be read are passed over here and
// judged when their turn comes.
ParticipantTexts read_participant_texts(const std::vector<const PlannedFile*>& files, const TextRules& rules);

}  // namespace shareready
