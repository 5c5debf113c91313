#pragma once

#include <map>
#include <optional>
#include <set>
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
  std::set<std::size_t> left_out = {};  // rows of sessions and files that are not released
};

// The person of each row that is released: an index into `persons` (labels without "sub-"), or nothing.
std::vector<std::optional<std::size_t>> persons_of_rows(const PersonTable& table,
                                                        const std::map<std::string, std::size_t>& persons);

// What the columns of one quasi-identifier hold; `listed`: values with a hierarchy of the user's.
// `category`: those of a score.
enum class ProfileKind { age, sex, handedness, region, word, number, listed, category };

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
  std::vector<std::string> values;     // by person: all cells together; "n/a" where all are missing
  std::vector<std::string> shown;      // by person: the cell of participants.tsv (without one, of the first
                                       // table that has the column, but for ages), or "n/a"
  const ColumnPolicy* said = nullptr;  // by the user's policy
  std::vector<int> limits = {};        // of ages: the policy's age_bands; empty: bands of widths of our own
};

// The quasi-identifiers of these persons (labels without "sub-"), by the column rules: ages, sex, handedness,
// regions, words such as study groups, what the user's policy calls one, words that only the policy keeps,
// and scores where the policy counts them. The order of rows and tables does not matter. `policy` has to
// outlive the profiles.
std::vector<Profile> collect_profiles(const std::vector<PersonTable>& tables,
                                      const std::vector<std::string>& persons, const ColumnRules& rules,
                                      const TablePolicy& policy);

// How the values of a profile become coarser. Ages: years, bands of 5, 10 and 20 years (the last open),
// or those of the policy.
// Numbers: as they are, three steps of bands of at least k persons. Regions: the postcode's area, the
// province. Words: as they are, values of fewer than k persons together as "other". With a hierarchy of the
// user's: its levels. The rest: as it is. Then nothing, a last level that is there only where the profile
// `may_go`. Errors: bad_data (a value that the hierarchy lacks, or a contradiction in it).
Result<risk::Attribute> attribute_of(const Profile& profile, std::uint32_t k, bool may_go = true);

// The ages in one of the `values` of a profile of ages: those of every cell that tells a person's.
std::vector<int> ages_in(const std::string& value);

// True of what hardly any analysis can do without: ages that have bands, sex, study groups, and what the
// policy calls a quasi-identifier.
bool is_needed(const Profile& profile);

// Ages are never released more exactly than in the bands that the policy names: raises their level to these.
// Coarser than an optimum, so that whatever k asked of groups still holds. `levels`: by profile.
void keep_to_age_bands(const std::vector<Profile>& profiles, std::vector<std::uint8_t>& levels);

inline constexpr int k_widest_band = 20;  // years
inline constexpr int k_open_from = 90;    // the highest band of any width has no end below it

// The coarsest level that still tells something of use: the widest bands of ages, sex as it is, rare words
// together; the last level, nothing, where merging leaves one value, and of regions and handedness. What is
// the same for everybody stays. `hierarchy`: of attribute_of.
std::size_t coarsest_useful_level(const Profile& profile, const risk::Hierarchy& hierarchy);

// A level of attribute_of in words: "exact years", "bands of 5 years", "as it is", "rare values together",
// "dropped".
std::string level_words(const Profile& profile, const risk::Hierarchy& hierarchy, std::size_t level);
// True of the level that tells nothing.
bool is_dropped(const risk::Hierarchy& hierarchy, std::size_t level);
inline constexpr std::string_view k_rare = "other";

}  // namespace shareready
