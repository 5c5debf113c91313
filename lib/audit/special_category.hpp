#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/field_name.hpp"
#include "base/result.hpp"

namespace shareready {

// What tells of a special category of personal data (GDPR Art. 9), or of a criminal record (Art. 10), in a
// table with a row for each person: names of columns (share/column_evidence.tsv) and the words in their cells
// (share/special_values.tsv), in five languages.
class SpecialCategories {
 public:
  // "religion or belief", "genetic", ...; "" where the name tells of none.
  [[nodiscard]] std::string_view of_name(std::string_view column) const;
  // The category that a fifth of the cells name, where one of them is a word with no other meaning ("white"
  // can be a colour, "Caucasian" cannot); "" for none. Missing cells are left out before.
  [[nodiscard]] std::string_view of_cells(const std::vector<std::string_view>& cells) const;

 private:
  friend Result<SpecialCategories> load_special_categories();

  struct Name {
    std::string column;
    NameFit match = NameFit::whole;
    std::string category;
  };
  struct Value {
    std::string category;
    bool alone = false;  // says it without others beside it
  };

  [[nodiscard]] const Value* value_of(std::string_view cell) const;

  std::vector<Name> names_;
  std::map<std::string, Value, std::less<>> values_;
  Value genotype_, disease_;  // of forms that no list holds: "A/G", "F32.1"
};

// Errors: no_input, bad_data.
Result<SpecialCategories> load_special_categories();

}  // namespace shareready
