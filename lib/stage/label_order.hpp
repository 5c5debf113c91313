#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "deid/labels.hpp"
#include "deid/order_leakage.hpp"
#include "stage/group_inputs.hpp"
#include "stage/released_files.hpp"
#include "stage/root_tables.hpp"

namespace shareready {

struct OrderSources {
  const GroupInputs& inputs;
  const RootTables& tables;
  const ColumnRules& rules;  // they know which columns hold sites
};

// Compares the order of the new labels, and that of the folders as they lie in the release, with every order
// that the source has: its labels, the rows and the sites of participants.tsv, first scans, file times,
// amounts of data.
std::vector<OrderLeakage> compare_orders(const OrderSources& source, const LabelMap& labels,
                                         const std::filesystem::path& release);

// Whether the numbers that files have on the disk (inodes, which `ls -i` shows) tell of an order of the
// source: more than chance would, or of so few participants that chance cannot tell. A shared file keeps its
// number in the release.
bool disk_order_tells(const OrderSources& source, const std::vector<ReleasedFile>& files);

// The figures, for private/report alone: in a shared text only whether they are within chance stands.
std::string format_orders(const std::vector<OrderLeakage>& orders);

}  // namespace shareready
