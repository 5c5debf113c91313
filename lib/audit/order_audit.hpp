#pragma once

#include <string>
#include <vector>

#include "audit/finding.hpp"
#include "audit/tree_listing.hpp"

namespace shareready {

// What the order of things gives away beside their content: participants.tsv in another order than that of
// the labels (often that of recruitment), gaps in numbered labels (who was left out), and times of change
// that run through the participants in another order than their labels. All minor: no value is at risk by
// itself.
Findings audit_order(const std::filesystem::path& tree, const std::vector<TreeEntry>& entries);

// Whether one text follows the other as people count: "sub-2" before "sub-10".
bool comes_before(std::string_view one, std::string_view other);

}  // namespace shareready
