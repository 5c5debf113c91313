#pragma once

#include <string>
#include <string_view>

#include "audit/content_audit.hpp"

namespace shareready {

// What stands where a value was taken away: "n/a", "anonymous", "xxx", ...
bool is_placeholder(std::string_view value);

// Lines of a text that name a field and its value, as headers of PAR, spectroscopy and EEG files, logs, XML
// and dumps of DICOM have them: fields that identify a person (critical in share/audit_keys.tsv).
void audit_field_lines(const std::string& text, std::size_t lines_before, const Layer& layer,
                       FileReport& report);

// The same for pairs of a quoted key and a value, as JSON and Python write them, however many a line has.
void audit_pairs(std::string_view text, std::size_t lines_before, const Layer& layer, FileReport& report);

// Whether a text is an e-mail message with its header.
bool is_mail(std::string_view text);

}  // namespace shareready
