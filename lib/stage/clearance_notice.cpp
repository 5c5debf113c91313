#include "stage/clearance_notice.hpp"

#include "base/files.hpp"
#include "base/json.hpp"
#include "readiness/clearance.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

Result<Json> read_report(const fs::path& report) {
  SR_TRY(const std::string text, read_text(report / "readiness.json"));
  return parse_json(text, (report / "readiness.json").string());
}

}  // namespace

Status warn_beside(const fs::path& output_dir, const fs::path& report) {
  SR_TRY(const Json readiness, read_report(report));
  if (readiness::is_cleared(readiness)) return Done{};
  const fs::path notice = output_dir / k_clearance_notice;
  const std::string text = readiness::clearance_notice(readiness);
  const Result<std::string> present = read_text(notice);
  if (present.ok() && *present == text) return Done{};
  return write_file(notice, text);
}

Status settle_notice(const fs::path& output_dir) {
  SR_TRY(const Json readiness, read_report(output_dir / "report"));
  if (!readiness::is_cleared(readiness)) return warn_beside(output_dir, output_dir / "report");
  std::error_code status;
  fs::remove(output_dir / k_clearance_notice, status);
  if (!status) return Done{};
  return Error{ErrorCode::io,
               (output_dir / k_clearance_notice).string(),
               "cannot be removed: " + status.message(),
               {}};
}

}  // namespace shareready
