#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready::readiness {

// What is wrong with a table of share/: bad_data, and what to do.
Error table_error(std::string_view subject, std::string what);

// The rows below the header, each with the number of cells the header should have. Errors: bad_data.
Result<std::vector<std::vector<std::string>>> parse_rows(std::string_view text, std::size_t columns,
                                                         std::string_view subject);

// The text of a table of share/. Errors: no_input.
Result<std::string> read_share(std::string_view name);

}  // namespace shareready::readiness
