#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "deid/labels.hpp"
#include "deid/link_key.hpp"
#include "deid/recode.hpp"

namespace shareready {

// Codes that several persons share: of families, twin pairs, parents, sites, scanners. They go by default;
// where the policy keeps such a column, no code of the source does.
struct SharedCodesRequest {
  const LabelMap* labels = nullptr;                   // of the released participants
  const std::set<std::string>* old_labels = nullptr;  // of everybody: no new code repeats one
  const ColumnRules* rules = nullptr;
  std::uint32_t k = 5;
  const LinkKey* previous = nullptr;          // of an earlier release: its codes keep their labels
  std::span<const std::uint8_t> secret = {};  // of keyed labels: equal codes, equal labels at every site
};

struct SharedCodes {
  std::vector<ColumnChange> gone;                         // columns that went
  std::map<std::string, std::vector<LinkedCode>> linked;  // by source label: for a key file alone
};

// Puts random labels (keyed ones, where a secret is given) in the place of the codes in the columns that the
// policy keeps: equal codes have equal labels in all tables and all columns of the same concept. A cell
// `sub-LABEL` of a released participant becomes that one's new label. How many persons share a family is a
// detail like others: of family sizes that fewer than k persons live in the labels become n/a, and a column
// goes where no size is left. Sidecars lose what they said of the codes. Errors: bad_data (the earlier
// release or the secret gave a label that is somebody's or something's, or the former gave two to one code),
// those of draw_unused_labels.
Result<SharedCodes> relabel_shared_codes(DescribedTables& data, const SharedCodesRequest& request,
                                         const RandomSource& random);

}  // namespace shareready
