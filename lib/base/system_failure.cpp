#include "base/system_failure.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

namespace shareready {

Error system_failure(ErrorCode code, std::string subject, std::string_view what, int number) {
  return {code, std::move(subject), fmt::format("{}: {}", what, std::generic_category().message(number)), {}};
}

}  // namespace shareready
