#pragma once

#include <string_view>

namespace shareready::readiness {

// The one style sheet of all pages: no web fonts, no images; colours with a contrast of at least 4.5 to 1 in
// both schemes (WCAG 2.2 AA).
std::string_view page_style();

// Optional comfort: filters of the checks, and opening every folded part for printing. Nothing depends on it.
std::string_view page_script();

}  // namespace shareready::readiness
