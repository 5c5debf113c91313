#include "exit_code.hpp"

namespace shareready {

int exit_code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return k_exit_usage;
    case ErrorCode::unknown_level:
      return 17;
    case ErrorCode::no_input:
      return 66;
    case ErrorCode::not_bids:
      return 16;
    case ErrorCode::no_match:
      return 18;
    case ErrorCode::cannot_create:
      return 73;
    case ErrorCode::io:
      return 74;
    case ErrorCode::locked:
      return 75;
    case ErrorCode::bad_data:
    case ErrorCode::unsupported:
      return k_exit_participant_failed;
    case ErrorCode::internal:
      return 1;
  }
  return 1;
}

}  // namespace shareready
