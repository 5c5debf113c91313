#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// Canonical option name -> the values given, in order; a flag holds one empty value each time it was given.
using Given = std::map<std::string, std::vector<std::string>, std::less<>>;

constexpr const char* k_positional = "positional";

// The words of the command line by the option table. Errors: usage.
Result<Given> parse_words(const std::vector<std::string>& words);

// Options that take one value have one, and it is among their choices. Errors: usage.
Status check_values(const Given& given);

Error usage_error(std::string_view subject, std::string what);

}  // namespace shareready
