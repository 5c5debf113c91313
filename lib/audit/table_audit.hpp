#pragma once

#include <string>

#include "audit/content_audit.hpp"
#include "audit/text_audit.hpp"

namespace shareready {

// A table at hand: columns that name people, ages above 89, dates, numbers of citizens, postcodes, labels as
// cells, and rows for files that are not there. Ragged rows are examined as far as they go. `usual` parts the
// cells where the header does not tell otherwise. Searching the text as it stands is the caller's part.
void audit_table(const std::string& text, char usual, TextPosition& position, const Layer& layer,
                 FileReport& report);

// The same for a text whose name tells of no table, if it has columns that name people.
void audit_unnamed_table(const std::string& text, TextPosition& position, const Layer& layer,
                         FileReport& report);

}  // namespace shareready
