#include "stage/report_renewal.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <string>

#include "base/files.hpp"
#include "base/json.hpp"
#include "readiness/document_answers.hpp"
#include "readiness/report_files.hpp"
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

Result<bool> needs_renewal(const fs::path& report, const readiness::Answers& answers) {
  if (answers.sha256.empty()) return false;
  SR_TRY(const Json document, read_document(report));
  return document.at("answers").at("sha256").as_string() != answers.sha256;
}

Status renew_report(const fs::path& published, const fs::path& fresh, const readiness::Answers& answers,
                    std::int64_t now) {
  SR_TRY(const readiness::ReportSources sources, readiness::load_report_sources());
  SR_TRY(Json document, read_document(published));
  const std::string today = fmt::format("{:%Y-%m-%d}", fmt::gmtime(static_cast<std::time_t>(now)));
  readiness::apply_answers(document, answers, today, sources.tables);
  TreeBuilder tree(fresh, now);
  SR_CHECK(tree.take_over(k_manifest_name, published / k_manifest_name));
  for (const auto& file : readiness::report_files(document, answers, sources)) {
    SR_CHECK(tree.write(file.path, file.content));
  }
  return tree.finish();
}

}  // namespace shareready
