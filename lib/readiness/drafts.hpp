#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "readiness/deposit.hpp"
#include "readiness/texts.hpp"

namespace shareready::readiness {

// The drafts, in both languages, by file name: 'data_use_agreement.en.md' and its text with
// {{name}} where a value belongs.
using DraftForms = std::vector<ReportFile>;

// From share/drafts. Errors: no_input.
Result<DraftForms> load_draft_forms();

// Agreement, impact assessment and checklist, filled in from document and answers, under drafts/. What nobody
// told stands in them as open.
std::vector<ReportFile> draft_files(const Json& document, const Answers& answers, const DraftForms& forms,
                                    const Texts& dutch);

}  // namespace shareready::readiness
