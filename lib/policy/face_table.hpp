#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "bids/table.hpp"

namespace shareready {

enum class FaceRisk {
  recognisable,  // people were recognised, or a face can plainly be seen
  slight,        // chance level in what was measured: defaced only with --deface all
  none           // holds no head surface
};

struct FaceRule {
  std::string datatype;  // "anat"; "*" is any
  std::string suffix;    // "T1w"; "*" is any
  FaceRisk risk = FaceRisk::recognisable;
};

// Which kinds of image show a face (share/face_bearing.tsv); the most particular row decides, and what no row
// names is recognisable.
struct FaceTable {
  std::vector<FaceRule> rules;
  [[nodiscard]] FaceRisk risk_of(std::string_view datatype, std::string_view suffix) const;
};

// Errors: no_input, bad_data.
Result<FaceTable> load_face_table();
Result<FaceTable> read_face_table(const Table& table, std::string_view subject);

}  // namespace shareready
