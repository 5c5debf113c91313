#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace shareready {

// Where groups of k persons cannot be had at useful levels of detail: everything that stands in their way
// goes, or the coarsest useful levels stay and the report says what risk is left.
enum class Unreachable { drop, coarsest };

// How details of persons become coarser: one level for a whole column (lattice), single cells become n/a at
// the coarsest useful levels, or groups are cut out of all details at once (strict Mondrian).
enum class TableMethod { generalise, suppress_cells, partition };

// Scores of tests and questionnaires: categories; categories that are counted among what k persons share; or
// they go.
enum class ScoreRule { categories, counted, drop };

// A missing value is a value of its own to whoever looks for a person, or agrees with every value.
enum class MissingRule { category, wildcard };

// What a column of a table of persons is.
enum class ColumnType {
  label,
  direct_identifier,
  quasi_identifier,
  sensitive,
  free_text,
  date,
  score,
  other
};

std::string_view to_string(Unreachable rule);
std::string_view to_string(TableMethod method);
std::string_view to_string(ScoreRule rule);
std::string_view to_string(MissingRule rule);
std::string_view to_string(ColumnType type);
std::optional<ColumnType> column_type(std::string_view word);

// What the user says of one column.
struct ColumnPolicy {
  ColumnType type = ColumnType::other;
  std::vector<double> cut_offs = {};     // of a score: where the next category begins
  std::vector<std::string> labels = {};  // of its categories, one more than cut-offs; or none
  std::string hierarchy = {};            // CSV of ARX: value;coarser;...;coarsest, one line for each value
  std::optional<double> top = {};        // numbers above it become it
  std::optional<double> bottom = {};     // numbers below it become it

  friend bool operator==(const ColumnPolicy&, const ColumnPolicy&) = default;
};

// What each group must show of every sensitive column that stays.
enum class DiversityModel { distinct, entropy, recursive };
struct Diversity {
  DiversityModel model = DiversityModel::distinct;
  double l = 2.0;
  double c = 1.0;  // of recursive

  friend bool operator==(const Diversity&, const Diversity&) = default;
};
struct Closeness {
  double t = 0.2;
  bool ordered = false;  // earth mover's distance over the order of numbers

  friend bool operator==(const Closeness&, const Closeness&) = default;
};

// What the user chose for the details of persons in tables.
struct TablePolicy {
  Unreachable when_k_unreachable = Unreachable::coarsest;
  TableMethod table_method = TableMethod::generalise;
  ScoreRule scores = ScoreRule::categories;
  MissingRule missing_values = MissingRule::category;
  std::optional<Diversity> l_diversity = {};
  std::optional<Closeness> t_closeness = {};
  std::optional<double> average_risk = {};           // groups / persons at most
  std::map<std::string, ColumnPolicy> columns = {};  // by their exact names
  std::vector<int> age_bands = {};  // years at which each next band of ages begins, the first begins at 0;
                                    // empty: exact years, or bands of 5, 10 or 20 years, as k asks
  std::vector<std::string> keep_texts = {};  // columns of which sidecars may say what they say

  friend bool operator==(const TablePolicy&, const TablePolicy&) = default;
};

// Sets one member of a policy by its name in the policy file. False where no choice about tables has that
// name. Errors (usage): a value that it cannot have.
Result<bool> set_table_member(TablePolicy& policy, std::string_view key, const Json& value);

// Adds the members to the canonical form of a policy.
void add_table_members(const TablePolicy& policy, Json& json);

// Puts the content of the files that a policy file names as hierarchies in their place, found from `folder`.
// Errors: no_input, io.
Result<Json> with_hierarchies(Json columns, const std::filesystem::path& folder);

}  // namespace shareready
