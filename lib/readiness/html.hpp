#pragma once

#include <string>

#include "base/json.hpp"

namespace shareready::readiness {

// index.html from readiness.json and nothing else: one file, no network, readable without JavaScript. All
// text of the document is escaped.
std::string render_html(const Json& readiness);

}  // namespace shareready::readiness
