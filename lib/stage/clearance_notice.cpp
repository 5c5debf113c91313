#include "stage/clearance_notice.hpp"

#include <algorithm>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "readiness/clearance.hpp"
#include "stage/report_renewal.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

Result<Json> read_report(const fs::path& report) {
  SR_TRY(const std::string text, read_text(report / "readiness.json"));
  return parse_json(text, (report / "readiness.json").string());
}

constexpr const char* k_other_release =
    "NOT CLEARED FOR SHARING - NOG NIET DELEN\n\n"
    "These archives hold another release than the dataset/ that stands there now, which nobody judged.\n"
    "Delete this folder, and make it again with --package.\n\n"
    "Deze archieven bevatten een andere vrijgave dan de dataset/ die er nu staat; niemand beoordeelde haar.\n"
    "Wis deze map, en maak haar opnieuw met --package.\n";

Status write_notice(const fs::path& folder, const std::string& text) {
  const fs::path notice = folder / k_clearance_notice;
  const Result<std::string> present = read_text(notice);
  if (present.ok() && *present == text) return Done{};
  return write_file(notice, text);
}

Status remove_notice(const fs::path& folder) {
  std::error_code status;
  fs::remove(folder / k_clearance_notice, status);
  if (!status) return Done{};
  return Error{
      ErrorCode::io, (folder / k_clearance_notice).string(), "cannot be removed: " + status.message(), {}};
}

}  // namespace

std::vector<WrittenPackage> written_packages(const fs::path& output_dir, const std::string& release) {
  std::vector<WrittenPackage> packages;
  std::error_code status;
  for (const fs::directory_entry& entry : fs::directory_iterator(output_dir / "package", status)) {
    const Result<std::string> manifest = read_text(entry.path() / k_manifest_name);
    if (!manifest.ok()) continue;
    packages.push_back({entry.path(), sha256_hex(std::string_view(*manifest)) == release,
                        fs::exists(entry.path() / k_clearance_notice, status)});
  }
  std::sort(packages.begin(), packages.end(),
            [](const auto& one, const auto& other) { return one.folder < other.folder; });
  return packages;
}

Status warn_beside(const fs::path& output_dir, const fs::path& report) {
  SR_TRY(const Json readiness, read_report(report));
  const bool cleared = readiness::is_cleared(readiness);
  const std::string text = readiness::clearance_notice(readiness);
  const std::string& release = readiness.at("release").at("manifest_sha256").as_string();
  for (const WrittenPackage& package : written_packages(output_dir, release)) {
    if (!package.of_release) SR_CHECK(write_notice(package.folder, k_other_release));
    if (package.of_release && !cleared) SR_CHECK(write_notice(package.folder, text));
  }
  return cleared ? Status(Done{}) : write_notice(output_dir, text);
}

Status settle_notice(const fs::path& output_dir) {
  SR_TRY(const Json readiness, read_report(output_dir / "report"));
  SR_CHECK(warn_beside(output_dir, output_dir / "report"));
  if (!readiness::is_cleared(readiness)) return Done{};
  const std::string& release = readiness.at("release").at("manifest_sha256").as_string();
  for (const WrittenPackage& package : written_packages(output_dir, release)) {
    if (package.of_release) SR_CHECK(remove_notice(package.folder));
  }
  return remove_notice(output_dir);
}

}  // namespace shareready
