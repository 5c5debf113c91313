#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// What texts about columns may be made of, and texts of ours in their place.
struct ColumnTexts {
  std::set<std::string, std::less<>> plain;     // words, and phrases of words, that cannot tell a value
  std::set<std::string, std::less<>> category;  // words that tell what a value stands for
  std::map<std::string, std::string, std::less<>> named;  // word -> type of the column that it is about
  std::size_t longest = 1;                                // words in a phrase
  // By type or bare name of a column, and by value ("" is the column itself).
  std::map<std::pair<std::string, std::string>, std::string> ours;
};

// From share/plain_words.tsv and share/standard_texts.tsv. Errors: those of finding them, bad_data (a row of
// another form).
Result<ColumnTexts> load_column_texts();

// A text as it is compared: its words in lower case, and its numbers without sign. A number that may be read
// in two ways ("1,000") is both; digits within a word ("m2") and behind '^' as 2 or 3 are none.
struct ToldText {
  std::vector<std::string> words;
  std::vector<double> numbers;
};
ToldText told_by(std::string_view text);

}  // namespace shareready
