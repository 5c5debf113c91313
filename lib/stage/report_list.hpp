#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "stage/differences.hpp"
#include "stage/tree.hpp"

namespace shareready {

// The files of report/ and their hashes, as sha256sum reads them: the document of one day beside the pages of
// another is seen. drafts/ and metadata/ are for people to fill in, and not in it.
constexpr const char* k_report_list_name = "report.sha256";

// After the last file of a report: writes the list, and finishes the tree. Errors: cannot_create, io.
Status finish_report(TreeBuilder& report);

// A report against its list; one without a list misses it. Errors: no_input, io.
Result<Differences> compare_report(const std::filesystem::path& report);

}  // namespace shareready
