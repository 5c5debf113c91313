#pragma once

#include "stage/group_audit.hpp"

namespace shareready {

// Audits any dataset and writes what was found to private/report. Nothing is known of its labels, so only
// what betrays itself is found. Errors: no_input, cannot_create, io.
Result<Findings> run_audit(const std::filesystem::path& dataset, const PrivateFolder& folder,
                           const PrivateReportFacts& facts, unsigned workers, const Observer& observer);

}  // namespace shareready
