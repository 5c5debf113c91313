#pragma once

#include <string>
#include <string_view>

#include "audit/content_audit.hpp"

namespace shareready {

// A text at hand (UTF-8): needles, what is encoded in it, and what its form (JSON, table, matrix) tells.
void audit_text(const std::string& text, const Layer& layer, FileReport& report);

// UTF-16 with or without byte order mark as UTF-8; the order without a mark is told by where zero bytes
// stand.
std::string utf8_from_utf16(std::string_view bytes);

}  // namespace shareready
