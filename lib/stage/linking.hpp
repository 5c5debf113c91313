#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "deid/dates.hpp"
#include "deid/labels.hpp"
#include "deid/link_key.hpp"
#include "stage/group_inputs.hpp"

namespace shareready {

// By how many days a participant's dates move: as in the earlier release (`previous` may be null), else by
// the secret. Errors: those of make_date_shift.
Result<DateShift> shift_for(std::string_view label, const Secret& secret, const DateSpan& span,
                            const LinkKey* previous);

// Says which shift it was without giving it away to who lacks the secret: 16 hex digits.
std::string shift_fingerprint(const Secret& secret, const DateShift& shift);

// False where dates of this participant moved by other days than in the earlier release.
bool keeps_earlier_shift(const Outcome& outcome, const LinkKey& previous);

// What this release calls its participants and the codes that they share.
struct NewLabels {
  const LabelMap& participants;
  const std::map<std::string, std::vector<LinkedCode>>& codes;  // by source label
};

struct LinkRequest {
  const LinkKey* previous = nullptr;   // may be null
  std::vector<std::string> withdrawn;  // old labels
  const Policy* policy = nullptr;
  const PrivateFolder* folder = nullptr;
};

// Refuses participants whose dates or identifiers do not go on from the earlier release. Errors: bad_data.
Status check_continuity(const GroupInputs& inputs, const LinkRequest& request);

// What a later release needs to go on with this one: everybody of this release and of earlier ones, but for
// those withdrawn. Errors: bad_data (the secret is gone, or a shift is not the one that the secret gives).
Result<LinkKey> next_link_key(const GroupInputs& inputs, const NewLabels& names, const LinkRequest& request);

}  // namespace shareready
