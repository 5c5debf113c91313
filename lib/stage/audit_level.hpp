#pragma once

#include "stage/group_audit.hpp"

namespace shareready {

struct AuditLevelOptions {
  PrivateReportFacts facts{};
  std::filesystem::path baseline_file{};  // of findings that somebody accepted (audit/baseline.hpp)
  std::filesystem::path sarif_file{};     // where the findings go as SARIF, for CI
  unsigned workers = 1;
};

// Audits any dataset and writes what was found to private/report, with a form for a baseline. Nothing is
// known of its labels, so only what betrays itself is found. Errors: no_input, bad_data (the baseline),
// cannot_create, io.
Result<Findings> run_audit(const std::filesystem::path& dataset, const PrivateFolder& folder,
                           const AuditLevelOptions& options, const Observer& observer);

}  // namespace shareready
