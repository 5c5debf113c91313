#pragma once

#include <string_view>

namespace shareready::readiness {

// What the page of pictures adds to the styles of all pages, and its script: it runs instead of page_script.
std::string_view review_style();
std::string_view review_script();

}  // namespace shareready::readiness
