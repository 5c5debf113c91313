#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"

namespace shareready::readiness {

// The text as valid UTF-8 (RFC 3629): each byte that is none becomes U+FFFD, control characters and marks
// that turn the reading direction become spaces.
std::string valid_text(std::string_view text);

// The same for every string of a document, keys included.
void make_valid_text(Json& value);

}  // namespace shareready::readiness
