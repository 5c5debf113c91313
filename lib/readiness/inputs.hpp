#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/severity.hpp"
#include "readiness/answers.hpp"
#include "readiness/risk_facts.hpp"
#include "readiness/run_options.hpp"

// What the stages tell the shareable report. Nothing in here may name the source: no source label, no source
// path, no value read from the data. Names that the data brought along (sidecar keys, columns) carry
// `standard`: only names that stand in one of our tables are shown, the others are counted.
namespace shareready::readiness {

enum class Owner { researcher, privacy_officer, legal, controller, nobody };

// What stays because the policy file says so. Columns by the exact names that the user gave; those that are
// released are shown by them.
struct KeptByPolicy {
  std::vector<std::string> columns, texts, types;  // types: columns whose kind the policy states
  std::vector<std::string> files;                  // of ours: 'stimuli', 'DICOM of sourcedata'
  std::vector<std::string> dicom;                  // options by which more of DICOM stays
};

// What became of the release that stood in the place of this one.
struct ReplacedRelease {
  bool noted = false;                // what it was made with is on record in private/
  bool other_policy = false;         // its hash was another
  std::vector<std::string> members;  // of the policy file that differ, where known
  std::uint64_t added = 0;           // persons who were not in it, where known
  bool returning = false;            // some of them were left out of it by the command line
  std::uint64_t gone = 0;            // persons of it who are not in this one, where known
};

struct ReportPolicy {
  std::string preset;                            // open, registered, restricted
  std::string layout;                            // raw, derivative
  std::string dates;                             // drop, shift
  bool moved_dates = true;                       // some date was there to be shifted
  std::string labels;                            // random, permute, keyed
  std::optional<bool> order_beyond_chance = {};  // the order of new labels tells of one in the source
  std::string hash;                              // policy hash, as in dataset records
  bool key_file = false;                         // a key file was asked for and written
  std::string key_sha256 = {};                   // of it, encrypted
  bool allow_missing = false;                    // --allow-missing let failed or missing participants pass
  std::uint64_t k = 5;                           // counts of persons below it are shown as '<k'
  KeptByPolicy kept = {};
  std::vector<RunOption> options = {};  // by which the same release is reached
  std::optional<ReplacedRelease> replaced = {};
  Json file =
      Json::Object{};  // what the policy file holds beside preset and options; names as the user gave them
};

struct Modality {
  std::string suffix;  // T1w, T2w, bold, dwi ...
  std::uint64_t images = 0;
};

struct ReleaseFacts {
  std::uint64_t participants = 0;
  std::uint64_t sessions = 0;  // 0: the dataset has no session level
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t largest_file_bytes = 0;
  std::vector<Modality> modalities;
  std::string manifest_sha256;  // of the list 'sha256  path' of every released file, sorted by path
  std::string license;          // of dataset_description.json; empty where absent
};

// What dataset_description.json of the release says of it, for metadata of repositories.
struct DatasetDescription {
  std::string title;  // empty where the release has no title of its own
  std::vector<std::string> authors, funding, keywords, ethics_approvals;
};

// Derived data in the release, each checked to be what its name says.
struct DerivedFacts {
  std::vector<std::string> group_maps;  // paths in dataset/ of unthresholded maps of groups
  std::uint64_t thresholded_maps = 0;   // maps that are thresholded, of one person, or in no template space
  std::uint64_t normalised_images = 0;
  std::uint64_t region_tables = 0;
  std::uint64_t offered = 0;  // derivative datasets in the input that were not asked for
};

// How many values of a released column are held by fewer than k persons.
struct RareValues {
  std::string table;  // participants, phenotype
  std::string name;
  bool standard = false;
  std::uint64_t values = 0;
};

// What the values of a released column are, over all tables of its kind.
enum class ColumnValues {
  same,         // for everybody
  words,        // not all are numbers
  numbers,      // none far from the others
  numbers_far,  // some far from the others: beyond Tukey's outer fences
};

struct ColumnEnds {
  std::string table;  // as of ReportedColumn
  std::string name;
  ColumnValues values = ColumnValues::words;
  std::uint64_t fewest_alike = 0;  // of events: persons with the same values, at least; 0: not counted
};

// How many files of one kind met one action.
struct FileKindCount {
  std::string kind;    // in words: 'image (NIfTI)', 'sidecar (JSON)'
  std::string action;  // deface, scrub, rewrite, copy, generate, exclude
  std::string what;    // one sentence: what that meant for this kind
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

enum class LeftOutStatus { excluded, withheld, failed };

// Files (or whole participants) that are not in the release. Never a path.
struct LeftOut {
  LeftOutStatus status = LeftOutStatus::excluded;
  std::string kind;    // 'photo', 'version control folder', 'T1w image', 'participant'
  std::string reason;  // a reason of the program, without values or paths
  std::string remedy;  // what could be done, empty where nothing is to be done
  std::uint64_t count = 0;
  bool persons = false;  // counts persons: shown as '<k' below k
};

enum class FaceVerdict {
  defaced,         // face removed, all quality figures inside their bounds
  refaced,         // the same, and a generic face put in its place
  accepted,        // doubtful, then accepted by a person with --accept
  skull_stripped,  // only brain is left
  no_face,         // a kind with little detail of the face: neither defaced nor measured
  not_assessed     // released without a verdict: reported as a failure
};

struct Figure {
  std::string name;  // in words: 'overlap of head outlines'
  double value = 0.0;
  std::string unit;           // empty: a ratio
  std::optional<double> low;  // bounds inside which the program calls it good
  std::optional<double> high;
};

struct ReportedImage {
  std::string path;         // in dataset/, with new labels
  std::string participant;  // new label, without 'sub-'
  std::string session;      // new label, without 'ses-'; empty where there is none
  std::string suffix;       // T1w ...
  std::string action;       // deface, scrub, copy
  FaceVerdict face = FaceVerdict::not_assessed;
  std::vector<Figure> figures;
  bool drawn = false;  // a picture of it before and one after are there to look at
};

struct DroppedKey {
  std::string key;
  std::uint64_t files = 0;  // sidecars it was dropped from
  bool standard = false;    // stands in the key table: may be shown
};

// What a column held, as far as the demographics stage could tell.
enum class ColumnRole {
  participant_id,
  direct_identifier,  // name, contact, number of a person
  birth_date,
  age,
  postcode,
  place,
  sex,
  date,
  clinical_score,
  special_category,  // GDPR Art. 9: health, ethnicity, religion ...
  free_text,
  other,
  unknown
};

enum class ColumnDecision { kept, relabelled, generalised, shifted, dropped };

struct ReportedColumn {
  std::string table;  // participants, sessions, phenotype, scans, events
  std::string name;
  ColumnDecision decision = ColumnDecision::dropped;
  std::string reason;
  ColumnRole role = ColumnRole::unknown;
  bool standard = false;  // a BIDS or table name: may be shown
};

// What the audit looks for on behalf of one requirement; without it the requirement counts as UNKNOWN.
struct AuditCoverage {
  std::string requirement;  // R3
  std::string looked_for;   // 'names and identifiers of the source tables, in every byte'
};

struct ReportedFinding {
  std::string id;
  Severity severity = Severity::info;
  std::string kind;     // in words
  std::string path;     // in dataset/, with new labels
  std::string locator;  // line, key, byte offset
  std::string excerpt;  // masked: type tokens such as [date], [name]
  std::string remedy;
  std::string requirement;  // R43
};

struct AuditReport {
  bool ran = false;
  std::string version;  // of the audit's rules
  std::uint64_t files_read = 0;
  std::uint64_t bytes_read = 0;
  std::uint64_t files_unreadable = 0;  // any of them is a failure
  std::vector<AuditCoverage> coverage;
  std::vector<ReportedFinding> findings;
};

constexpr std::string_view k_from_60 = "60 and more";

struct DemographicFacts {
  std::optional<std::uint64_t> under_16;  // released persons younger than 16; none where ages are unknown
  std::optional<std::uint64_t>
      smallest_class;  // persons in the smallest class of the released quasi-identifiers
  std::vector<std::string> age_bands =
      {};  // those of 'under 16', '16 or 17', '18 to 59', k_from_60, 'not known' there are
  std::vector<std::string> child_ages = {};  // released ones that rather a child has; none without anybody
                                             // under 16. Which are of children alone stands in private/ only.
  bool few_ages = false;                     // released ages that fewer persons have than are told of
  std::vector<AgeRecipeFacts> age_recipes = {};
};

// What became of a detail of persons.
struct DetailLevel {
  std::string name;   // a standard name, or that it has a name of its own
  std::string level;  // in words, as of ReportedIdentifier
};

// The release that a policy makes which keeps a column left out as a special category, as one of the details
// that k persons share; all else as in this release.
struct KeptFigures {
  std::vector<DetailLevel> details;
  bool same = false;  // everybody has the same value
  bool reached = true;
  RiskFigures after, whole;
};

// A column that is left out as a special category (GDPR Art. 9).
struct SpecialColumn {
  std::string name;
  bool standard = false;                      // a name of a table of ours: may be shown
  bool counted = false;                       // what keeping it would give
  std::optional<KeptFigures> kept;            // none although counted: its cells would not stay even so
  std::optional<KeptFigures> with_ages = {};  // the same with the first of the wider ages besides
};

// Whether the source and the private folder were there when the report was written: whoever has either can
// find a person of the release again.
struct Standing {
  bool source = true, private_folder = true;
};

// Words that people chose and that leave as they are.
inline constexpr std::string_view k_words_of_names = "labels in names of files";
inline constexpr std::string_view k_words_of_tasks = "names of tasks";
inline constexpr std::string_view k_words_of_trials = "trial types";
struct WordsOfPeople {
  std::string where;               // one of these
  std::vector<std::string> words;  // the first ones, sorted
  std::size_t more = 0;            // how many others there are
};

struct ReadinessInputs {
  std::string tool_version;
  std::string container;   // tag of the container, empty outside one
  std::string created;     // YYYY-MM-DD of the run, from the caller's clock; empty: not shown
  bool published = false;  // dataset/ exists, after an audit without blocking findings
  Standing stands = {};
  ReportPolicy policy;
  ReleaseFacts release;
  DatasetDescription description = {};
  DerivedFacts derived = {};
  std::optional<std::vector<RareValues>> rare_values = {};  // none: not counted
  std::vector<ColumnEnds> column_ends = {};                 // of the columns whose values were counted
  std::vector<ContentAlone> contents = {};                  // of what the release holds
  std::vector<FileKindCount> file_kinds;
  std::vector<ReportedImage> images;
  std::vector<LeftOut> left_out;
  std::vector<DroppedKey> dropped_keys;
  std::vector<ReportedColumn> columns;
  AuditReport audit;
  DemographicFacts demographics;
  RiskFacts risk;
  std::vector<SpecialColumn> special_columns = {};
  // Texts that people wrote and that leave as they are, by the names that they have there: "README.md".
  std::vector<std::string> written_texts = {};
  std::vector<WordsOfPeople> chosen_words = {};  // single words, which are told
  Answers answers;
};

}  // namespace shareready::readiness
