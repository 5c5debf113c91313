#include "base/error.hpp"

namespace shareready {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return "usage";
    case ErrorCode::unknown_level:
      return "unknown_level";
    case ErrorCode::no_input:
      return "no_input";
    case ErrorCode::not_bids:
      return "not_bids";
    case ErrorCode::no_match:
      return "no_match";
    case ErrorCode::cannot_create:
      return "cannot_create";
    case ErrorCode::io:
      return "io";
    case ErrorCode::locked:
      return "locked";
    case ErrorCode::bad_data:
      return "bad_data";
    case ErrorCode::unsupported:
      return "unsupported";
    case ErrorCode::internal:
      return "internal";
  }
  return "internal";
}

std::string describe(const Error& error) {
  std::string line = error.subject.empty() ? error.what : error.subject + ": " + error.what;
  for (const std::string& outer : error.context) line += " (while " + outer + ")";
  return line;
}

}  // namespace shareready
