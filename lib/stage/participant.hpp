#pragma once

#include <map>
#include <string>
#include <string_view>

#include "bids/inheritance.hpp"
#include "bids/inventory.hpp"
#include "deface/deface.hpp"
#include "deid/link_key.hpp"
#include "dicom/dicom_rules.hpp"
#include "policy/policy.hpp"
#include "stage/outcome.hpp"
#include "stage/own_masks.hpp"
#include "stage/planned_files.hpp"
#include "stage/private_folder.hpp"
#include "stage/root_tables.hpp"
#include "stage/text_step.hpp"

namespace shareready {

// What all participants of a run share; read only.
struct ParticipantContext {
  const Inventory* inventory = nullptr;
  const InheritanceIndex* index = nullptr;
  const std::map<std::string, PlannedFiles, std::less<>>* files = nullptr;  // planned, by participant
  Policy policy;
  const HeadTemplate* head_template = nullptr;  // null: no image of the run is to be defaced
  const OwnMasks* own_masks = nullptr;          // null: the user has none
  const DicomRules* dicom_rules = nullptr;      // null: no DICOM file of the run is to be cleaned
  const TextRules* rules = nullptr;
  const RootTables* root_tables = nullptr;
  PrivateFolder folder;
  Secret secret;
  const LinkKey* previous = nullptr;  // of an earlier release; null: none
  std::string version;
  std::string build;  // program_fingerprint()
  int threads = 1;    // for one participant
};

// The header of the outcome: everything that decides, beside the input files, whether work done earlier
// still holds.
Outcome begin_participant(std::string_view label, const ParticipantContext& context);

// True where the record on disk tells of the same work (input, filters, policy, version, build, secret) and
// its staged files are all there.
bool is_still_valid(const Outcome& before, const Outcome& now, const ParticipantContext& context);

// De-identifies one participant into private/staging/<label> and writes the outcome record; each appears
// whole or not at all. The caller holds the participant's lock. What is wrong with single files is in the
// outcome. Errors: cannot_create, io: private/ could not be written.
Result<Outcome> run_participant(std::string_view label, const ParticipantContext& context);

}  // namespace shareready
