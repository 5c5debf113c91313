#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "deid/profiles.hpp"
#include "risk/sample_risk.hpp"

namespace shareready {

struct GeneraliseRequest {
  std::vector<PersonTable> tables;       // scrubbed, with source labels
  std::map<std::string, Json> sidecars;  // of these tables, by path
  std::vector<std::string> persons;      // who is released, without "sub-"
  const ColumnRules* rules = nullptr;
  std::uint32_t k = 5;
  double suppression_limit = 0.05;  // share of the persons whose details may become n/a
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

// A column that a table lost or that holds coarser values now.
struct ColumnChange {
  TableKind table = TableKind::participants;
  std::string column;
  bool kept = false;
  std::string reason;  // without a value
};

struct Generalised {
  std::vector<PersonTable> tables;  // in the order of the request
  std::map<std::string, Json> sidecars;
  std::vector<QuasiIdentifier> identifiers;
  std::vector<ColumnChange> changes;
  std::uint64_t persons = 0;
  risk::SampleRisk before;  // with exact details
  risk::SampleRisk after;   // of those whose details were not suppressed
  std::uint64_t suppressed = 0;
  bool reached = true;  // every group has k persons
  bool proven = true;   // nothing that reaches k loses less
  double loss = 0.0;
  std::optional<std::uint64_t> under_16;        // by participants.tsv; nothing where an age is missing
  std::vector<std::string> unique_before;       // source labels: for private/ only
  std::vector<std::string> suppressed_persons;  // source labels: for private/ only
};

// Makes the quasi-identifiers of the released persons coarser until each group that shares all of them has k
// persons: the full-domain generalisation of least loss, with at most the limit of persons suppressed, over
// participants, phenotype and sessions at once. Where that cannot be (fewer persons than k) every
// quasi-identifier goes and `reached` is false. Ages in bands leave the column `age` (BIDS wants a number
// there) and come as `age_group`, described in participants.json. The same for any order of rows. Errors:
// bad_data.
Result<Generalised> generalise(GeneraliseRequest request);

}  // namespace shareready
