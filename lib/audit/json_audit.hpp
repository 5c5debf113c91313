#pragma once

#include <string>

#include "audit/content_audit.hpp"
#include "audit/text_role.hpp"

namespace shareready {

// A JSON text: identifying keys at any depth, patterns and needles in decoded strings, matrices, and
// references to files that are not there. Searching the text as it stands is the caller's part.
void audit_json(const std::string& text, TextRole role, const Layer& layer, FileReport& report);

}  // namespace shareready
