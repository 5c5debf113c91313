#include "readiness/report_files.hpp"

#include <utility>

#include "base/text.hpp"
#include "readiness/approved_text.hpp"
#include "readiness/html.hpp"

namespace shareready::readiness {
namespace {

void append(std::vector<ReportFile>& all, std::vector<ReportFile> more) {
  for (ReportFile& file : more) all.push_back(std::move(file));
}

}  // namespace

Result<ReportSources> load_report_sources() {
  ReportSources sources;
  SR_TRY(sources.tables, load_rule_tables());
  SR_TRY(sources.drafts, load_draft_forms());
  SR_TRY(sources.dutch, load_dutch_texts());
  return sources;
}

std::vector<ReportFile> report_files(Json document, const Answers& answers, const ReportSources& sources) {
  std::vector<ReportFile> drafts = draft_files(document, answers, sources.drafts, sources.dutch);
  tell_approved_text(document, answers, drafts);
  std::vector<ReportFile> files{{"readiness.json", format_json(document)}};
  const std::vector<ReportFile> pages = render_html(document);
  for (const ReportFile& page : pages) {
    files.push_back(
        {replace_all(page.path, ".html", ".nl.html"), translate_page(page.content, "nl", sources.dutch)});
  }
  append(files, pages);
  append(files, metadata_files(document, answers, sources.tables));
  append(files, std::move(drafts));
  return files;
}

}  // namespace shareready::readiness
