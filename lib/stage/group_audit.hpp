#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "audit/audit.hpp"
#include "base/random.hpp"
#include "deid/labels.hpp"
#include "readiness/answers.hpp"
#include "stage/group_inputs.hpp"
#include "stage/observer.hpp"
#include "stage/private_folder.hpp"

namespace shareready {

// What must not be found in a release: the source labels of all participants, personal tokens, and session
// labels that tell something, unless the release has them as new labels.
AuditNeedles needles_of(const GroupInputs& inputs, const std::set<std::string>& participants,
                        const LabelMap& labels, const TokenSet& tokens);

struct AuditedTree {
  std::filesystem::path root;
  TreeKind kind = TreeKind::dataset;
  std::vector<std::string> retained_codes = {};          // by the policy: see AuditOptions
  bool dicom_documents = false, dicom_captures = false;  // the same
  std::vector<std::string> naming_texts = {};            // see AuditOptions
};

// What names people of a report on purpose: the files of the release that tell its authors, and the answers.
std::vector<std::string> naming_texts_of(const std::filesystem::path& release,
                                         const readiness::Answers& answers);

// Audits a tree, telling how far it is. Errors: those of audit().
Result<Findings> audit_tree(const AuditedTree& tree, const AuditNeedles& needles, unsigned workers,
                            const Observer& observer);

// The findings with the paths of the source instead of those of the release: new labels never stand in
// private/. `source_of` maps release paths to source paths.
Findings under_source_paths(Findings findings, const std::map<std::string, std::string>& source_of);

struct PrivateReportFacts {
  std::string version;
  std::int64_t now = 0;  // seconds since 1970
  bool foreign = false;  // a dataset that this run did not make
  // Of a release of this run: what private/ has besides that a person has to read.
  bool telling_ages = false;     // released ages are those of children alone or of few persons
  bool special_columns = false;  // columns were left out as special categories
  bool drawn = false;            // images stand before and after
  bool derivatives = false;      // some of them stay out
};

// Writes what an audit found to private/report (page, text and JSON). Errors: cannot_create, io.
Status write_private_report(const PrivateFolder& folder, const Findings& findings,
                            const PrivateReportFacts& facts);

}  // namespace shareready
