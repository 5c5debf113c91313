#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "deid/age_recipe.hpp"
#include "deid/column_losses.hpp"
#include "deid/level_choice.hpp"
#include "deid/link_key.hpp"
#include "deid/recode.hpp"
#include "deid/sidecar.hpp"
#include "deid/telling_ages.hpp"
#include "deid/trade_offs.hpp"
#include "policy/table_policy.hpp"
#include "risk/sample_risk.hpp"

namespace shareready {

struct GeneraliseRequest {
  DescribedTables data;              // scrubbed, with source labels
  std::vector<std::string> persons;  // who is released, without "sub-"
  const ColumnRules* rules = nullptr;
  std::uint32_t k = 5;
  double suppression_limit = 0.05;  // share of the persons, or of single cells, that may become n/a
  TablePolicy policy = {};
  ColumnRecords source = {};  // of the source's own tables, for what sidecars may tell
};

// What became of one quasi-identifier.
struct QuasiIdentifier {
  std::string name;
  ProfileKind kind = ProfileKind::word;
  bool listed = true;               // its name is fit for shared texts
  std::string level;                // in words
  double loss = 0.0;                // share of its detail, 0 to 1
  std::uint64_t uniques_added = 0;  // persons unique with it but not without it, before
  double special_share = 0.0;       // of the SUDA scores before, those that involve it
};

// What the released groups tell of a sensitive column.
struct SensitiveRisk {
  std::string name;
  bool listed = false;
  risk::SensitiveFigures figures;
};

// What a policy could do against somebody who knows every released column (deid/measures.hpp).
struct Measure {
  std::vector<int> limits;  // of ages; empty: as they are released
  // Released columns that are left out, and what the policy names for these and what would come back; true:
  // the name is fit for shared texts.
  std::map<std::string, bool> columns, policy_columns;
  bool promised = true;                        // counted as the release made with that policy
  risk::SampleRisk whole;                      // as of Generalised
  std::vector<std::uint64_t> whole_keys = {};  // as of Generalised
};

struct Generalised {
  DescribedTables data;  // tables in the order of the request
  std::vector<QuasiIdentifier> identifiers;
  std::vector<SensitiveRisk> sensitive;
  std::vector<ColumnChange> changes;
  std::vector<DroppedKey> dropped_texts;       // of sidecars, which may tell what columns lost
  std::map<std::string, std::string> emptied;  // tables and sidecars of the source that go: path -> reason
  std::uint64_t persons = 0;
  risk::SampleRisk before;  // with exact details
  risk::SampleRisk after;   // suppressed persons are a group
  risk::SampleRisk whole;   // after, to somebody who knows all columns that stay: scores and others too
  // What `whole` counts, by source label in their order: equal numbers for those whom the tables do not tell
  // apart.
  std::vector<std::uint64_t> whole_keys;
  std::vector<Measure> measures;            // against somebody who knows all of them
  std::optional<risk::SampleRisk> matches;  // after, n/a agreeing with any; none where no detail is missing
  bool wildcards = false;                   // k was asked of these matches
  std::vector<std::uint32_t> group_sizes_before;
  std::vector<std::uint32_t> group_sizes_after;
  std::vector<std::uint32_t> group_of_person;     // after, by source label in their order; empty: all in one
  std::optional<std::uint64_t> in_rare_families;  // persons (deid/family_risk.hpp); none without families
  std::vector<std::uint64_t> special_uniques;     // before: minimal sample uniques by size, from 1 (SUDA2)
  std::vector<TradeOff> trade_offs;
  std::uint64_t suppressed = 0;
  double suppression_limit = 0.0;      // of the request
  std::uint64_t removed = 0;           // persons of the tables who are not released: their rows go
  std::uint64_t suppressed_cells = 0;  // single ones, by the method suppress_cells
  bool reached = true;                 // every group has k persons, and all else that was asked
  bool proven = true;                  // nothing that does loses less
  double loss = 0.0;
  std::optional<std::uint64_t> under_16;  // by every table; nothing where an age is missing and none is known
  AgeBands ages;                          // under 16 by participants.tsv, the others as released ages allow
  TellingAges telling_ages;               // of the released ones
  std::vector<AgeRecipe> age_recipes;     // for the policy, where ages tell something or k was not reached
  std::vector<std::string> unique_before;                       // source labels: for private/ only
  std::vector<std::string> suppressed_persons;                  // source labels: for private/ only
  std::map<std::string, std::vector<LinkedCode>> linked_codes;  // by source label: for a key file alone
};

// Recodes single columns (deid/recode.hpp), then makes the quasi-identifiers of the released persons coarser
// until each group that shares all of them has k persons and satisfies what else the policy asks, over
// participants, phenotype and sessions at once (deid/level_choice.hpp). Where that cannot be, `reached` is
// false, and every quasi-identifier goes or the coarsest useful levels stay, as the policy says. Sidecars
// tell nothing that a column lost (deid/column_losses.hpp). The same for any order of rows. Errors: bad_data.
Result<Generalised> generalise(GeneraliseRequest request);

}  // namespace shareready
