#include "stage/audit_level.hpp"

#include "audit/baseline.hpp"
#include "base/files.hpp"
#include "stage/sarif_file.hpp"

namespace shareready {

Result<Findings> run_audit(const std::filesystem::path& dataset, const PrivateFolder& folder,
                           const AuditLevelOptions& options, const Observer& observer) {
  Baseline baseline;
  if (!options.baseline_file.empty()) {
    SR_TRY(baseline, read_baseline(options.baseline_file));
  }
  SR_TRY(Findings findings, audit_tree({.root = dataset}, {}, options.workers, observer));
  if (!options.baseline_file.empty()) findings = accept_findings(std::move(findings), baseline);
  SR_CHECK(write_private_report(folder, findings, options.facts));
  SR_CHECK(
      write_file(folder.report() / "baseline-form.json", format_json(baseline_form(findings)), Mode::secret));
  SR_CHECK(write_sarif(options.sarif_file, findings, options.facts.version));
  return findings;
}

}  // namespace shareready
