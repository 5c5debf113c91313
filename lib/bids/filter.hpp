#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "bids/bids_name.hpp"

namespace shareready {

// One query of a bids filter file (the form that fMRIPrep and PyBIDS read). A key is "datatype", "suffix",
// "extension" or an entity by its short or long name ("ses" or "session").
struct FilterQuery {
  struct Wanted {
    bool any = false;                 // "*": must be there, with any label
    bool absent = false;              // null: must not be there (alone or as one choice of a list)
    std::vector<std::string> labels;  // one of these
  };
  std::string name;
  std::vector<std::string> datatypes;  // what the query speaks about; empty: any
  std::vector<std::string> suffixes;
  std::map<std::string, Wanted> wanted;  // by short entity key
};

struct InventoryFilter {
  std::vector<std::string> participants;   // labels, with or without "sub-"; empty: all
  std::vector<std::string> sessions;       // labels, with or without "ses-"; empty: all
  std::vector<FilterQuery> queries;        // of the bids filter file
  std::vector<std::string> excluded = {};  // participants to leave out, even where `participants` names them
  std::string fingerprint() const;         // of everything above, for outcome records
};

// A bids filter file. Queries without datatype and suffix take those that fMRIPrep gives their name ("t1w",
// "bold", ...). Errors (usage): not an object of objects, a value that is neither text, number, null nor a
// list.
Result<std::vector<FilterQuery>> parse_filter_queries(const Json& document, std::string_view subject);
Result<std::vector<FilterQuery>> read_filter_file(const std::filesystem::path& path);

// Labels as typed: each either a label or a file with one label a line. Errors: no_input, io, usage (empty).
Result<std::vector<std::string>> read_labels(const std::vector<std::string>& typed, std::string_view prefix);

// Whether the queries let a file pass: one that no query speaks about passes; else at least one that does
// must match.
bool passes_queries(const std::vector<FilterQuery>& queries, const BidsName& name, const Place& place);

}  // namespace shareready
