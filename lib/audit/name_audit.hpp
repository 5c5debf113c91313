#pragma once

#include <string>
#include <string_view>

#include "audit/file_report.hpp"
#include "audit/text_role.hpp"

namespace shareready {

// The path of an entry (of the tree, or of an archive): what its name says it is, and needles, dates and
// addresses in it.
void audit_entry_name(std::string_view path, bool is_folder, const std::string& locator, FileReport& report);

// A text of a header: that it is there (`severity`), and what is in it.
void audit_header_text(std::string_view text, const std::string& locator, Severity severity,
                       FileReport& report);

// Needles and patterns in a short text without a form of its own, such as a link target.
void audit_plain_text(std::string_view text, const std::string& locator, FileReport& report,
                      TextRole role = TextRole::name);

// The patterns that mean something in a text of this role.
void add_patterns(const std::vector<TextMatch>& matches, TextRole role, const std::string& locator,
                  FileReport& report);

}  // namespace shareready
