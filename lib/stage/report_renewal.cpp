#include "stage/report_renewal.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <string>

#include "base/files.hpp"
#include "base/json.hpp"
#include "readiness/document_answers.hpp"
#include "readiness/html.hpp"
#include "readiness/rules.hpp"
#include "stage/tree.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_document = "readiness.json";
constexpr const char* k_page = "index.html";

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
  SR_TRY(const readiness::RuleTables tables, readiness::load_rule_tables());
  SR_TRY(Json document, read_document(published));
  const std::string today = fmt::format("{:%Y-%m-%d}", fmt::gmtime(static_cast<std::time_t>(now)));
  readiness::apply_answers(document, answers, today, tables);
  TreeBuilder tree(fresh);
  std::error_code status;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(published, status)) {
    const std::string name = entry.path().lexically_relative(published).generic_string();
    if (!entry.is_regular_file() || name == k_document || name == k_page) continue;
    SR_CHECK(tree.take_over(name, entry.path()));
  }
  if (status)
    return Error{ErrorCode::io, published.string(), "the report cannot be listed: " + status.message(), {}};
  SR_CHECK(tree.write(k_document, format_json(document)));
  SR_CHECK(tree.write(k_page, readiness::render_html(document)));
  return level_times(fresh, now);
}

}  // namespace shareready
