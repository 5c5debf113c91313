#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace shareready {

// "what: why", where the system's number (errno) says why.
Error system_failure(ErrorCode code, std::string subject, std::string_view what, int number);

}  // namespace shareready
