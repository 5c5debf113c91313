#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json.hpp"
#include "deid/recode.hpp"
#include "deid/sidecar.hpp"

namespace shareready {

// The cells of a column over all tables, and what sidecars say of its values.
struct ColumnRecord {
  std::unordered_map<std::string, std::size_t> released;  // value -> cells of released persons
  std::set<std::string> others;                           // values of persons who are not released
  std::map<std::string, std::string> level_texts;
};
using ColumnRecords = std::map<std::string, ColumnRecord>;  // by name

// `persons`: who is released, without "sub-".
ColumnRecords record_columns(const DescribedTables& data, const std::vector<std::string>& persons);

// What a column of the source holds that the release does not.
struct ColumnLoss {
  bool changed = false;         // it went, or cells became coarser or n/a; else only rows are missing
  std::set<double> lost = {};   // numbers that nobody has any more, without sign
  std::set<double> left = {};   // numbers in the release, without sign
  std::set<std::string> words;  // of values, and of their levels, that nobody has any more
};
using ColumnLosses = std::map<std::string, ColumnLoss>;  // by name of the column

ColumnLosses losses_between(const ColumnRecords& before, const ColumnRecords& after);

// Takes out of a sidecar of tables every text that may tell what a column lost: those about a column that
// changed that hold a number which no cell has, in digits or words, or a value that is gone; those about a
// column without its removed rows that hold one of their values or a fraction. A text is about the column it
// describes and about those that it names. A Description becomes a sentence of ours, the text of a level its
// value, all else goes. Minimum and Maximum of a changed column of which no cell is known go too.
std::vector<DroppedKey> drop_telling_texts(Json& sidecar, const ColumnLosses& losses, TableKind kind,
                                           const ColumnRules& rules);

}  // namespace shareready
