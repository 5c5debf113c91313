#pragma once

#include <string>
#include <vector>

#include "deid/profiles.hpp"
#include "risk/encoded_table.hpp"
#include "risk/privacy_model.hpp"
#include "risk/search.hpp"

namespace shareready {

struct GeneraliseRequest;

// A column that the policy calls sensitive, over all persons and tables.
struct SensitiveColumn {
  std::string name;
  bool listed = false;  // the name is fit for shared texts
  risk::CodedColumn values;
};

// The profiles with their table of codes and what was chosen for them.
struct LevelChoice {
  std::vector<Profile> profiles = {};
  std::vector<SensitiveColumn> sensitive = {};
  risk::EncodedTable table = {};
  risk::Levels levels = {};                    // of each profile
  std::vector<bool> suppressed = {};           // by person: everything becomes n/a
  std::vector<std::vector<bool>> masked = {};  // by profile, by person: the cell becomes n/a; may be empty
  std::vector<std::vector<std::string>> ranges =
      {};                           // by profile, by person: of its group, instead of levels
  std::vector<double> losses = {};  // of each profile, 0 to 1
  double loss = 0.0;                // of all together
  bool reached = true;              // groups have k persons and all else that was asked
  bool proven = true;               // nothing that does loses less
};

bool is_suppressed(const LevelChoice& choice, std::size_t profile, std::size_t person);

// What the cell of a profile becomes.
const std::string& released_value(const LevelChoice& choice, std::size_t profile, std::size_t person);

// The level of a profile in words, as of level_words; words of which none is rare are as they were.
std::string released_level(const LevelChoice& choice, std::size_t profile);

// The groups of persons of whom all profiles say the same after it. Suppressed persons are a group as well:
// whoever knows a person whose group is not there knows that the row is one of theirs.
risk::Classes released_groups(const LevelChoice& choice);

// For each person the number of released rows that may be theirs, n/a agreeing with every value, to somebody
// who knows all their details that the source has.
std::vector<std::uint32_t> released_matches(const LevelChoice& choice);

// The recoding of least loss with groups of k persons that satisfy what the policy asks of sensitive columns
// and of the average risk, by the method of the policy: full-domain generalisation, single cells suppressed
// at levels that cells and levels together lose least at, or strict partitions (these two make groups that
// satisfy all of it, without proof that nothing loses less). Where missing values are wildcards, k counts
// matches. Where the policy keeps the coarsest useful levels, none of age, sex, study group and what it calls
// a quasi-identifier may be dropped for that; if it cannot be had so, these levels are the answer and
// `reached` is false. Errors: bad_data.
Result<LevelChoice> choose_levels(const GeneraliseRequest& request, std::vector<Profile> profiles);

// The details as codes, each with the levels that it can have; with `keep_useful` what is needed never goes
// entirely. Errors: bad_data.
Result<risk::EncodedTable> encode_profiles(const GeneraliseRequest& request,
                                           const std::vector<Profile>& profiles, bool keep_useful);
risk::SearchOptions search_options(const GeneraliseRequest& request);

}  // namespace shareready
