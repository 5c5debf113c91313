#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/audit.hpp"
#include "base/random.hpp"
#include "deid/labels.hpp"
#include "readiness/answers.hpp"
#include "readiness/run_options.hpp"
#include "stage/acceptance.hpp"
#include "stage/group_inputs.hpp"
#include "stage/key_file.hpp"
#include "stage/observer.hpp"
#include "stage/places.hpp"

namespace shareready {

struct GroupOptions {
  Policy policy;
  LabelMode label_mode = LabelMode::random;
  std::string version;
  std::string build;                       // program_fingerprint()
  std::string container_tag;               // empty outside a container
  std::vector<std::uint8_t> label_secret;  // of the label mode keyed
  KeyWish key;                             // its place was checked
  std::optional<PreviousKey> previous;     // of an earlier release
  std::vector<std::string> withdrawn;      // source labels; those of earlier releases too
  Acceptances acceptances;
  readiness::Answers answers;
  std::optional<std::string> readme;              // the user's own text
  std::vector<std::string> derivatives;           // folders of derivatives/ to bring in
  std::vector<readiness::RunOption> run_options;  // as the user gave them
  std::vector<std::string> named_participants;    // source labels that --participant-label names
  bool allow_missing = false;
  bool replace = false;
  bool clean = false;
  bool private_stood = true;         // the private folder was there before this run
  std::filesystem::path sarif_file;  // where the findings about the release go, if anywhere
  unsigned workers = 1;
  std::int64_t now = 0;  // seconds since 1970
  RandomSource random;
};

enum class GroupCourse {
  published,
  unchanged,  // the same release is published already
  renewed,    // the same, and its report has new answers now
  missing,    // participants failed or are missing: nothing published
  blocked     // the audit found something: nothing published
};

struct GroupResult {
  GroupCourse course = GroupCourse::published;
  std::vector<UnusableParticipant> unusable;
  std::size_t withheld = 0;         // files left out because they could not be made safe
  std::size_t participants = 0;     // released
  std::size_t left_out_before = 0;  // of the unusable, by the command line of the release that is there
  bool cleaned = false;             // the private folder is gone
  bool compared = true;  // the input with the one of the release; after --clean nothing is noted of it
};

// Runs the group level: reads all outcomes, draws labels, assembles, audits, publishes, reports. dataset/ and
// report/ change only when everything went well. Errors: locked, bad_data (outcomes that do not fit
// together), cannot_create (also: something else is published and --replace was not given), io.
Result<GroupResult> run_group(const Places& places, const Preparation& preparation,
                              const PrivateFolder& folder, const GroupOptions& options,
                              const Observer& observer);

}  // namespace shareready
