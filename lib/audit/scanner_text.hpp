#pragma once

#include <string_view>

#include "audit/content_audit.hpp"

namespace shareready {

// The text headers that Philips scanners export (PAR, SPAR, XML/REC): fields that name the person, the visit
// or the folder of the export must be empty. Other texts are passed over.
void audit_scanner_text(std::string_view text, const Layer& layer, FileReport& report);

}  // namespace shareready
