#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// The name of a column as the tables of share/ compare it: lower case, without accents ("ß"
// is "ss"), so that "Händigkeit" and "Handigkeit", "prénom" and "prenom" are one.
struct FieldName {
  std::string bare;                // its letters and digits: "nameofdonor"
  std::vector<std::string> words;  // also by its capitals: "NameOfDonor" is {"name", "of", "donor"}
};

FieldName field_name(std::string_view text);

// How the name in a rule has to stand in the name of a column.
enum class NameFit {
  whole,
  part,  // anywhere in it
  words  // all its words are words of it, in any order: "donor name" is in "Name of the donor"
};

std::optional<NameFit> name_fit(std::string_view word);  // "whole", "part", "words"

// Whether `sought`, in lower case letters and digits with blanks between words, stands so in the name.
bool fits(const FieldName& name, std::string_view sought, NameFit match);

}  // namespace shareready
