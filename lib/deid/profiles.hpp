#pragma once

#include <string>
#include <vector>

#include "deid/tables.hpp"
#include "risk/encoded_table.hpp"

namespace shareready {

// A scrubbed table of persons, still with source labels: participants.tsv, phenotype/*.tsv, or the sessions
// of one participant.
struct PersonTable {
  std::string path;    // in the source, generic
  std::string person;  // whose table it is, without "sub-"; empty where the rows name persons
  Table table;
};

// What the columns of one quasi-identifier hold.
enum class ProfileKind { age, sex, handedness, word };

struct ColumnPlace {
  std::size_t table = 0;
  std::size_t column = 0;
};

// One quasi-identifier over everybody: every cell that tells it, in whichever table, is one value together,
// so that a person's whole profile is one record.
struct Profile {
  std::string name;  // "age", "sex", "handedness", or the column's own name
  ProfileKind kind = ProfileKind::word;
  bool listed = true;  // the name stands in the column rules: fit for shared texts
  std::vector<ColumnPlace> places;
  std::vector<std::string> values;  // by person: all cells together; "n/a" where all are missing
  std::vector<std::string> shown;   // by person: the cell of participants.tsv, or "n/a"
};

// The quasi-identifiers of these persons (labels without "sub-"), by the column rules: ages, sex, handedness,
// words such as study groups, and words that only the user's policy keeps. The order of rows and tables does
// not matter.
std::vector<Profile> collect_profiles(const std::vector<PersonTable>& tables,
                                      const std::vector<std::string>& persons, const ColumnRules& rules);

// How the values of a profile become coarser. Ages: years, bands of 5, 10 and 20 years (the last open),
// nothing. Words: as they are, values of fewer than k persons together as "other", nothing. The rest: as it
// is, nothing. Errors: bad_data (an internal contradiction of the values).
Result<risk::Attribute> attribute_of(const Profile& profile, std::uint32_t k);

// A level of attribute_of in words: "exact years", "bands of 5 years", "as it is", "rare values together",
// "dropped".
std::string level_words(const Profile& profile, std::size_t level);
// Ages: the width of the bands at the level, 0 for exact years.
int band_width(std::size_t level);
inline constexpr std::string_view k_rare = "other";

}  // namespace shareready
