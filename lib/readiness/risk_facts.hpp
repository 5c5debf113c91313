#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"

// How far persons can be told apart, as counted. Like readiness/inputs.hpp, nothing in here names the source.
namespace shareready::readiness {

// Groups of persons who share every detail that could tell them apart.
struct RiskFigures {
  std::uint64_t uniques = 0;         // persons alone in their group
  std::uint64_t below_k = 0;         // persons in groups smaller than k
  std::uint64_t smallest_group = 0;  // 0: there is none
  std::uint64_t groups = 0;
  double average = 0.0;  // chance of a right link, over all persons
};

// Limits for the policy's age_bands, worked out for this release, and what it would be with them.
struct AgeRecipeFacts {
  std::vector<int> limits;
  bool reached = false;                        // every group would have k persons
  bool settled = false;                        // no age would tell anything by itself
  std::uint64_t suppressed = 0;                // persons whose details would become n/a
  RiskFigures after;                           // by the details in the tables
  RiskFigures whole;                           // to somebody who knows every released column
  std::vector<std::string> dropped, returned;  // as of TradeOffPoint
};

// What is released of a person beside the details in tables of persons.
enum class ContentKind {
  events,    // contents of the events tables
  files,     // which there are: kinds, runs and sessions
  devices,   // as sidecars name them
  sidecars,  // all that they say
};

struct ColumnAlone {
  std::string name;
  std::uint64_t alone = 0;
};

// How many persons are like nobody else in it.
struct ContentAlone {
  ContentKind kind = ContentKind::events;
  std::uint64_t alone = 0;
  std::vector<ColumnAlone> columns = {};  // of events, by one column alone
};

// One detail of persons, over all tables together.
struct ReportedIdentifier {
  std::string name;                 // a standard name
  std::string level;                // what became of it: 'exact years', 'bands of 10 years', 'dropped'
  double loss = 0.0;                // share of its detail that is gone, 0 to 1
  std::uint64_t uniques_added = 0;  // persons unique with it but not without it, in the source
  double special_share = 0.0;       // of the special uniques' scores in the source, those that involve it
};

// How many persons are in groups of a size, for the plot of group sizes.
struct GroupSizes {
  std::uint64_t from = 1, to = 1;  // to 0: and above
  std::uint64_t before = 0, after = 0;
};

// The population that the participants were drawn from, by the answers; estimates of Zayatz, Pitman or the
// slide negative binomial, chosen by the rule of Dankar.
struct PopulationRisk {
  double size = 0.0, fraction = 0.0;
  double unique_before = 0.0, unique_after = 0.0;  // share of the population that is alone with its details
  std::string model_before, model_after;           // pitman, zayatz, snb, none_unique
  double journalist_before = 0.0, journalist_after = 0.0;  // highest chance, not knowing who took part
};

// The loss and the average chance of the best recoding for another number k.
struct TradeOffPoint {
  std::uint64_t k = 0;
  double loss = 0.0, average = 0.0;
  double average_whole = 0.0;              // to somebody who knows every column that would stay
  std::vector<std::string> dropped = {};   // standard names of details that it leaves out and the release has
  std::vector<std::string> returned = {};  // those that it keeps and the release leaves out
  std::vector<int> age_limits = {};        // of wider ages, for the policy's age_bands; empty: its own bands
};

// What the released groups tell of a sensitive column: the worst group in each respect.
struct SensitiveFacts {
  std::string name;  // a standard name, or that it has a name of its own
  std::uint64_t distinct = 0;
  double entropy_l = 0.0, t_equal = 0.0, t_ordered = 0.0, basic_beta = 0.0;
};

// What a policy could do against somebody who knows every released column: leave out columns, name wider
// ages.
struct MeasureFacts {
  std::vector<int> limits;                  // of ages; empty: as they are released
  std::vector<std::string> columns;         // standard names, or that it has a name of its own
  std::vector<std::string> policy_columns;  // what the policy calls them; "COLUMN" for a name of its own
  bool promised = true;                     // counted as the release made with that policy
  RiskFigures whole;
  Json present = Json::Object{};               // the policy file of the release, as of present_policy
  std::optional<RiskFigures> with_files = {};  // with which images, tables and recordings there are
  std::optional<RiskFigures> with_all = {};    // with the events tables and the sidecars besides
};

// Who is alone for somebody who knows more than one sort of what is released of a person.
struct JointFacts {
  RiskFigures files;      // which images, tables and recordings there are, nothing else
  RiskFigures details;    // these, and the details that k persons share
  RiskFigures described;  // these, and all that sidecars say
  RiskFigures columns;    // the files, and every column of the tables of persons
  RiskFigures all;        // that, the events tables and the sidecars
};

// What leaving out kinds of image would do, with the policy's leave_out_images: how many persons would be
// alone, by what JointFacts counts.
struct KindsFacts {
  std::vector<std::string> kinds;  // "func/task-rest_bold", as in the names of the release
  std::uint64_t details = 0, columns = 0, all = 0;
};

// The same of keys of sidecars, with the policy's leave_out_keys.
struct KeysFacts {
  std::vector<std::string> keys;
  std::uint64_t sidecars = 0;  // by what sidecars still say, and nothing else
  std::uint64_t described = 0, all = 0;
};

// How far persons can be told apart by the details in tables, in the source and in the release.
struct RiskFacts {
  std::uint64_t persons = 0;
  std::uint64_t suppressed = 0;  // whose details became n/a
  bool reached = true;           // every group has k persons
  bool proven = true;            // nothing that reaches k loses less
  double loss = 0.0;             // of all details together, 0 to 1
  RiskFigures before;
  RiskFigures after;
  RiskFigures whole = {};                   // in the release, to somebody who knows every column that stays
  std::vector<MeasureFacts> measures = {};  // against whoever knows every column
  std::optional<JointFacts> joint = {};     // none: no files were counted
  std::vector<KindsFacts> without_kinds = {};
  std::vector<KeysFacts> without_keys = {};
  std::optional<RiskFigures> matches = {};           // in the release, n/a agreeing with every value
  bool wildcards = false;                            // k was asked of these matches
  std::vector<ReportedIdentifier> identifiers;       // none: the tables hold no such detail
  std::uint64_t suppressed_cells = 0;                // single ones that became n/a
  double highest_before = 0.0, highest_after = 0.0;  // chance of whoever knows that the person took part
  std::vector<GroupSizes> group_sizes = {};
  std::vector<std::uint64_t> special_uniques = {};  // in the source, by the number of details, from 1
  std::vector<TradeOffPoint> trade_offs = {};
  std::vector<SensitiveFacts> sensitive = {};
  std::optional<PopulationRisk> population = {};
  std::optional<std::uint64_t> in_rare_families = {};  // persons, by the details of all members together
  double suppression_limit = 0.0;                      // share of persons, or of cells, that may become n/a
  std::uint64_t removed = 0;  // persons with rows in the source's tables who are not in the release
};

}  // namespace shareready::readiness
