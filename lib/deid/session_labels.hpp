#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "deid/labels.hpp"

namespace shareready {

// Which session labels may stay. One that is also a participant's label would be taken for a leak of it;
// short numbers are everywhere and nobody's.
struct SessionRule {
  const TokenSet* tokens = nullptr;
  std::set<std::string> participants;  // old labels, lower case

  [[nodiscard]] bool keeps(std::string_view label) const;
};

using SessionPairs = std::vector<std::pair<std::string, std::string>>;  // old, new

// Gives the sessions of one participant their labels. Those of an earlier release (`kept`) stay what they
// were called there; new ones become ordinals in time order: after the earlier ones "03", "04", between "01"
// and "02" a label that sorts between them, "01n". Errors: bad_data (no label is left between two).
Status relabel_sessions(const LabelledParticipant& participant, const SessionRule& rule,
                        const SessionPairs& kept, LabelMap& map);

}  // namespace shareready
