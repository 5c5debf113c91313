#include "stage/audit_level.hpp"

#include "audit/baseline.hpp"
#include "audit/sarif.hpp"
#include "base/files.hpp"
#include "stage/places.hpp"

namespace shareready {
namespace {

bool is_inside(const std::filesystem::path& file, const std::filesystem::path& folder) {
  return !file.empty() && lies_in(std::filesystem::absolute(file).lexically_normal(), folder);
}

}  // namespace

Result<Findings> run_audit(const std::filesystem::path& dataset, const PrivateFolder& folder,
                           const AuditLevelOptions& options, const Observer& observer) {
  if (is_inside(options.sarif_file, dataset)) {
    return Error{ErrorCode::usage,
                 options.sarif_file.string(),
                 "expected a place outside the dataset, which is never written; choose another for --sarif",
                 {}};
  }
  Baseline baseline;
  if (!options.baseline_file.empty()) {
    SR_TRY(baseline, read_baseline(options.baseline_file));
  }
  SR_TRY(Findings findings, audit_tree({.root = dataset}, {}, options.workers, observer));
  if (!options.baseline_file.empty()) findings = accept_findings(std::move(findings), baseline);
  SR_CHECK(write_private_report(folder, findings, options.facts));
  SR_CHECK(write_file(folder.report() / "baseline-form.json", format_json(baseline_form(findings))));
  if (!options.sarif_file.empty()) {
    SR_CHECK(write_file(options.sarif_file, format_json(to_sarif(findings, options.facts.version))));
  }
  return findings;
}

}  // namespace shareready
