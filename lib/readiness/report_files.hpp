#pragma once

#include <vector>

#include "readiness/deposit.hpp"
#include "readiness/drafts.hpp"
#include "readiness/rules.hpp"
#include "readiness/texts.hpp"

namespace shareready::readiness {

// Everything that a report is made of beside the document itself.
struct ReportSources {
  RuleTables tables;
  DraftForms drafts;
  Texts dutch;
};

// From share/. Errors: no_input, bad_data.
Result<ReportSources> load_report_sources();

// Every file of the shareable report that follows from the document: readiness.json, pages in English and
// Dutch, metadata for repositories, drafts, whose hashes readiness.json names.
std::vector<ReportFile> report_files(Json document, const Answers& answers, const ReportSources& sources);

}  // namespace shareready::readiness
