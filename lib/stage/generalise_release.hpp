#pragma once

#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "deid/generalise.hpp"
#include "deid/shared_codes.hpp"
#include "policy/policy.hpp"
#include "stage/source_columns.hpp"

namespace shareready {

struct GeneraliseStep {
  const Inventory* inventory = nullptr;               // of the source
  const LabelMap* labels = nullptr;                   // of the released persons
  const std::set<std::string>* old_labels = nullptr;  // of everybody
  const LinkKey* previous = nullptr;                  // of an earlier release, whose codes keep their labels
  std::span<const std::uint8_t> secret = {};          // of keyed labels; empty in other modes
  const ColumnRules* rules = nullptr;
  const Policy* policy = nullptr;
  RandomSource random;           // for codes that become labels (deid/shared_codes.hpp)
  std::filesystem::path folder;  // takes what changed
};

// True of tables of persons whose details are counted: participants, phenotype and sessions.
bool holds_persons(const std::string& path);

// Codes that the released persons share become labels, where these rules keep them. Errors: those of
// relabel_shared_codes.
Result<SharedCodes> relabel_codes(DescribedTables& data, const GeneraliseStep& step,
                                  const ColumnRules& rules);

// Makes the details of the released persons coarser (deid/generalise.hpp) in all released tables of persons
// and what the sidecars of all tables of persons tell, after codes that they share became labels. Changed
// files are written below `folder` and take the place of the staged ones, which stay as they are; tables in
// which nothing but labels is left, and their sidecars, leave `files`, and so do sidecars that were made for
// tables and describe nothing. Errors: cannot_create, io, bad_data, internal.
Result<Generalised> generalise_release(std::vector<ReleasedFile>& files, const GeneraliseStep& step);

// Who is unique and whose details were suppressed, by source label: for private/report only.
std::string risk_listing(const Generalised& generalised);

}  // namespace shareready
