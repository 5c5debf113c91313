#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "deid/recode.hpp"
#include "deid/sidecar.hpp"

namespace shareready {

// Tables of which one sidecar tells: "participants.tsv", "phenotype/moca.tsv", "sessions.tsv" for those of
// everybody, "sub-01/sessions.tsv" for those beside a sidecar of one participant.
std::string group_described_by(const std::string& sidecar);

// A cell as it is compared: "34" and "34.0" are one.
std::string comparable(const std::string& cell);
// True of columns of labels and paths: a release has others.
bool is_new_in_release(std::string_view column);

// The cells of a column over a group of tables, and what sidecars say of its values.
struct ColumnRecord {
  std::unordered_set<std::string> values;                        // of the rows that are released
  std::unordered_set<std::string> others;                        // of the rows that are not
  std::size_t missing = 0;                                       // cells of the rows that are released
  std::vector<std::pair<std::string, std::string>> levels = {};  // value and text
  bool partial = false;                                          // some table could not be read
};
using ColumnKey = std::pair<std::string, std::string>;  // group of tables, column
using ColumnRecords = std::map<ColumnKey, ColumnRecord>;

// `persons`: who is released, without "sub-". Equal numbers are one value, however they are written. Labels
// and paths are not recorded: they are all new in a release.
ColumnRecords record_columns(const DescribedTables& data, const std::vector<std::string>& persons);
// Adds what other tables say of the same rows: the source beside what was made of it.
void add_records(const ColumnRecords& other, ColumnRecords& records);

// What the release still has of a column that lost something.
struct ColumnLoss {
  bool gone = true;  // a value that nobody has any more; else only cells became n/a
  std::optional<std::unordered_set<std::string>> values = {};  // nothing: nobody looked
  std::set<double> numbers = {};                               // in them, without sign
  std::set<std::string> words = {};                            // in them
  std::set<std::string> lost_words = {};  // of values that are gone, and of what explained them
};
using ColumnLosses = std::map<ColumnKey, ColumnLoss>;

ColumnLosses losses_between(const ColumnRecords& before, const ColumnRecords& after);

// Takes out of sidecars of tables (by path) what could tell what a column lost, in whatever words: a text
// about such a column stays where each of its words is one that cannot tell a value (deid/column_texts.hpp),
// the column's name, or of a value that is released, and each number is one of the release. A text is about
// the column it describes and about those that it names. A Description and the text of a level become a
// standard one where there is one; else the level is told by its value and all other texts go. Levels that
// nobody has go, and so do a Minimum and a Maximum that nobody reaches. What the policy keeps
// (ColumnRules::kept_texts) stays. In telling_texts.cpp.
std::vector<DroppedKey> drop_telling_texts(std::map<std::string, Json>& sidecars, const ColumnLosses& losses,
                                           const ColumnRules& rules);

}  // namespace shareready
