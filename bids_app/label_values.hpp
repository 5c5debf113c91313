#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// One label a line, with or without the prefix; lines without one are passed over. Errors: usage (by the
// line).
Result<std::vector<std::string>> labels_in(const std::string& text, std::string_view prefix,
                                           std::string_view option);

// Labels as given: with or without the prefix; what cannot be a label is a file with one label a line. Each
// once, sorted. Errors: usage.
Result<std::vector<std::string>> labels_of(const std::vector<std::string>& values, std::string_view prefix,
                                           std::string_view option);

std::vector<std::string> each_once(std::vector<std::string> labels);

}  // namespace shareready
