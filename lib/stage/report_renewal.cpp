#include "stage/report_renewal.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <string>

#include "base/files.hpp"
#include "base/json.hpp"
#include "readiness/document_answers.hpp"
#include "readiness/facts.hpp"
#include "readiness/report_files.hpp"
#include "stage/clearance_notice.hpp"
#include "stage/lock.hpp"
#include "stage/publish.hpp"
#include "stage/tree.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_document = "readiness.json";

Result<Json> read_document(const fs::path& report) {
  SR_TRY(const std::string text, read_text(report / k_document));
  return parse_json(text, (report / k_document).string());
}

}  // namespace

Result<bool> needs_renewal(const fs::path& report, const RenewedWith& with) {
  if (with.answers->sha256.empty()) return false;
  SR_TRY(const Json document, read_document(report));
  return document.at("answers").at("sha256").as_string() != with.answers->sha256 ||
         document.at("stands") != readiness::standing_json(with.stands);
}

Status renew_report(const fs::path& published, const fs::path& fresh, const RenewedWith& with,
                    std::int64_t now) {
  SR_TRY(const readiness::ReportSources sources, readiness::load_report_sources());
  SR_TRY(Json document, read_document(published));
  const std::string today = fmt::format("{:%Y-%m-%d}", fmt::gmtime(static_cast<std::time_t>(now)));
  document.set("stands", readiness::standing_json(with.stands));
  readiness::apply_answers(document, *with.answers, today, sources.tables);
  TreeBuilder tree(fresh, now);
  SR_CHECK(tree.take_over(k_manifest_name, published / k_manifest_name));
  for (const auto& file : readiness::report_files(document, *with.answers, sources)) {
    SR_CHECK(tree.write(file.path, file.content));
  }
  return tree.finish();
}

Result<bool> renew_without_source(const Places& places, const PrivateFolder& folder,
                                  const readiness::Answers& answers, std::int64_t now) {
  SR_TRY(const FileLock alone, FileLock::take(folder.group_lock(), FileLock::Kind::exclusive));
  SR_TRY(const Json document, read_document(places.report()));
  if (document.at("answers").at("sha256").as_string() != answers.sha256) {
    return Error{ErrorCode::usage,
                 "--answers",
                 "the source is gone, so nothing can look for its labels in new answers: give the file that "
                 "the report stands on already, byte for byte",
                 {}};
  }
  const RenewedWith with{.answers = &answers, .stands = {.source = false, .private_folder = false}};
  SR_TRY(const bool needed, needs_renewal(places.report(), with));
  if (needed) {
    SR_TRY(StagedFolder report, StagedFolder::make(places.output_dir, "report"));
    SR_CHECK(renew_report(places.report(), report.path(), with, now));
    SR_CHECK(warn_beside(places.output_dir, report.path()));
    SR_CHECK(publish_trees(
        {{&report, places.report()}},
        {.journal = folder.root / "publishing.json", .record = folder.root / "published.json", .key = {}}));
  }
  SR_CHECK(settle_notice(places.output_dir));
  return needed;
}

}  // namespace shareready
