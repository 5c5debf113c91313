#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "deid/recode.hpp"
#include "deid/shared_codes.hpp"

namespace shareready {

// Who belongs together by the labels of families and the names of relatives that stay in the tables, over
// all of them: groups of two and more, as indexes into `persons` (source labels). `labels` knows what
// `sub-LABEL` in a cell means by now.
std::vector<std::vector<std::size_t>> find_families(const DescribedTables& data, const ColumnRules& rules,
                                                    const std::vector<std::string>& persons,
                                                    const LabelMap& labels);

// How many persons live in families that fewer than k persons live in alike: whose members are, all
// together, of the same groups of equal details. `group_of`: each person's.
std::uint64_t persons_in_rare_families(const std::vector<std::vector<std::size_t>>& families,
                                       std::span<const std::uint32_t> group_of, std::uint32_t k);

}  // namespace shareready
