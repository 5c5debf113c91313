#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready {

using Row = std::vector<std::string>;

// The rows of a table of share/ below its header line. Errors: no_input, bad_data (a row of fewer columns).
Result<std::vector<Row>> read_rows(std::string_view table, std::size_t columns);

// A line that the program cannot read; what a user can do about it.
Error malformed(std::string_view table, std::size_t line);

}  // namespace shareready
