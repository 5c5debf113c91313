#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "readiness/inputs.hpp"
#include "readiness/rules.hpp"
#include "readiness/special_columns.hpp"

namespace shareready::readiness {

// What the data say about a matter; unknown is never taken for no.
enum class Known { no, yes, unknown };

// How far persons can be told apart by details in the tables, as the document shows it: counts below k
// masked.
struct ShownRisk {
  bool measured = false;
  bool left_out = false;  // fewer persons than `fewest_told`: no figure is shown
  std::uint64_t k = 0;    // persons who have to share the same details
  std::uint64_t fewest_told = 0;
  std::string smallest_before, smallest_after;        // persons in the smallest group
  std::string below_k_after;                          // persons in groups smaller than k
  double average_after = 0.0;                         // chance of a right link, over all persons
  bool after_at_most = false, whole_at_most = false;  // it was rounded up
  std::string below_k_whole;  // the same to somebody who knows every column of the tables
  double average_whole = 0.0;
  bool missed = false;           // details stay although k was not reached
  bool everyone_unique = false;  // nobody shares their details with another
  std::string alone_whole;       // persons alone for whoever knows every column of the tables
  std::string joint;             // the same together with which files there are, and more; begins with "; "
  std::string best_measure;      // against that, as of told_of_best_measure
};

// AgeRecipeFacts as the document shows them.
struct ShownAgeRecipe {
  std::string policy;  // what the policy file holds for it
  std::string ages;    // "0-39, 40+"
  bool reached = false, settled = false;
  bool measured = false;  // the figures are told
  std::string below_k, suppressed;
  double average = 0.0, average_whole = 0.0;
  bool at_most = false, whole_at_most = false;  // the chance was rounded up
  std::vector<std::string> dropped, returned;
};

// What the program says of a rule before anybody answers.
struct Measured {
  std::string status, observed;
};

// What the data tell that answers are compared with. Read back from readiness.json, so that answers given
// after publishing meet the same facts.
struct DatasetFacts {
  bool published = false;
  std::uint64_t participants = 0, images = 0, files = 0, bytes = 0, largest_file_bytes = 0;
  std::uint64_t drawn_images = 0;       // before and after, for a person to look at
  std::uint64_t group_maps = 0;         // unthresholded maps of groups in a template space
  std::uint64_t other_maps = 0;         // maps that are not
  std::uint64_t normalised_images = 0;  // of single persons, in a template space
  std::uint64_t region_tables = 0;
  std::vector<std::string> authors;        // of the dataset
  std::vector<std::string> written_texts;  // that people wrote, and that leave as they are
  std::uint64_t derivatives_offered = 0;   // derivative datasets in the input that were not asked for
  Known children = Known::unknown;
  std::vector<std::string> child_ages;      // released ages that rather a child has
  std::vector<ShownAgeRecipe> age_recipes;  // wider ones, for the policy
  bool few_ages = false;                    // released ages that fewer than `fewest_told` persons have
  std::vector<ShownSpecialColumn> special_columns;  // left out
  bool keeps_details = false;                       // the release has a detail that tells persons apart
  Known small_groups = Known::unknown;              // fewer than k persons share the released details
  std::vector<std::string> groups_suffice_for;      // presets whose groups the release reaches
  Known clinical = Known::unknown;                  // columns, released or dropped, that tell of patients
  std::vector<std::string> age_bands;               // that occur; empty: no ages in the tables
  bool cognitive_tests = false;                     // a column of the source names one
  std::vector<std::string> clinical_columns;        // those of them with a standard name
  std::uint64_t clinical_own_columns = 0;           // the others
  bool clinical_scores_alone = false;               // all of them are scores of questionnaires and screenings
  std::vector<std::string> data_categories;         // words of consent.data_categories in the release
  std::map<std::string, std::vector<std::string>> category_columns = {};  // of these words, as shown
  std::vector<std::string> special_categories;  // words of consent.special_categories in the release
  std::vector<std::string> failed, unknown;     // measured requirements with that status
  std::string license;                          // empty: none stated; 'other': none of ours
  std::string preset, manifest_sha256;
  std::string made;  // YYYY-MM-DD of the release; empty where no clock was given
  bool key_file = false;
  Standing stands = {};
  Measured extremes;              // R41
  std::uint64_t fewest_told = 5;  // the fewest persons of whom figures are told
  ShownRisk risk;
  Json policy_file;  // of the release, as of present_policy
};

// The member 'stands' of readiness.json. A report of a version that does not tell: both stood.
Standing standing_of(const Json& document);
Json standing_json(const Standing& stands);

// The member 'evidence' of readiness.json.
Json evidence_json(const ReadinessInputs& inputs, const std::vector<ColumnEvidence>& table);

// The chances of whoever knows that a person took part: by the details that tell persons apart, and with
// every column of the tables of persons known too, never the smaller alone. Empty where no figure may be
// shown.
std::string link_chances(const ShownRisk& risk);

// "41.7", or "at most 45" of a chance that was rounded up, in percent.
std::string short_percent(double share, bool at_most);

// A text that says that every image stands on the page of pictures, with what is so: kinds with little detail
// of the face are not drawn, and of others a picture can be missing.
std::string with_drawn_images(const std::string& text, const DatasetFacts& facts);

// From a document that holds its checks.
DatasetFacts facts_of(const Json& document);

}  // namespace shareready::readiness
