#pragma once

#include <optional>
#include <string>
#include <vector>

#include "deid/generalise.hpp"

namespace shareready {

// One of the details by which persons can be told apart, as it would be released.
struct KeptDetail {
  std::string name;
  bool listed = true;  // the name is fit for shared texts
  std::string level;   // in words
};

// What a release would be that keeps a column which the rules leave out.
struct KeptColumn {
  std::vector<KeptDetail> details;  // this column among them
  bool same = false;                // everybody has the same value in it
  bool reached = true;              // every group has k persons, and all else that was asked
  risk::SampleRisk after;           // by these details
  risk::SampleRisk whole;           // to somebody who knows every column that would stay
};

// Counted on the tables as they would be written: what generalise() would come to. The rules and the policy
// of the request call the column a quasi-identifier. Nothing where it would not stay even so. Errors:
// bad_data.
Result<std::optional<KeptColumn>> risk_with_column(GeneraliseRequest request, const std::string& column);

}  // namespace shareready
