#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// The name of a column as the rules of share/table_columns.tsv compare it: lower case, without accents ("ß"
// is "ss"), so that "Händigkeit" and "Handigkeit", "prénom" and "prenom" are one.
struct ColumnName {
  std::string bare;                // its letters and digits: "nameofdonor"
  std::vector<std::string> words;  // also by its capitals: "NameOfDonor" is {"name", "of", "donor"}
};

ColumnName column_name(std::string_view text);

}  // namespace shareready
