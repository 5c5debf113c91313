#include "stage/audit_level.hpp"

namespace shareready {

Result<Findings> run_audit(const std::filesystem::path& dataset, const PrivateFolder& folder,
                           const PrivateReportFacts& facts, unsigned workers, const Observer& observer) {
  SR_TRY(Findings findings, audit_tree({.root = dataset}, {}, workers, observer));
  SR_CHECK(write_private_report(folder, findings, facts));
  return findings;
}

}  // namespace shareready
