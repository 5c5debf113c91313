#pragma once

#include <string>
#include <string_view>

#include "audit/content_audit.hpp"

namespace shareready {

// Where in a text a block of its lines begins.
struct TextPosition {
  std::size_t lines = 0;       // before it
  std::string table_header{};  // the line with the names of the columns, where the text is a table
  char separator = '\0';       // of its cells
};

// A block of whole lines of a text (UTF-8): needles, what is encoded in it, and what its form (JSON, table,
// matrix) tells. Moves the position on behind it.
void audit_text(const std::string& text, TextPosition& position, const Layer& layer, FileReport& report);

// A text that stands within other bytes: what escapes, base64, hex and the like in it say.
void audit_written(std::string_view text, const Layer& layer, FileReport& report);

// UTF-16 with or without byte order mark as UTF-8; the order without a mark is told by where zero bytes
// stand.
std::string utf8_from_utf16(std::string_view bytes);

}  // namespace shareready
