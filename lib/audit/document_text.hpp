#pragma once

#include <string>
#include <string_view>

namespace shareready {

// The words of a text in markup (HTML, SVG, office XML) or of a page of a PDF as somebody reads them: the
// tags of letters, the numbers of kerning and the like cut words into pieces, which are joined here. Empty
// for other texts.
std::string joined_text(std::string_view text);

// The words of a document in Rich Text Format 1.9.1; bytes of its code page stay what they are, numbered
// characters become UTF-8.
std::string rtf_text(std::string_view rtf);

}  // namespace shareready
