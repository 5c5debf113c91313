#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// What went wrong, as a kind that the executable turns into an exit code (docs: exit codes in README.md).
enum class ErrorCode {
  usage,          // the command line or a user file is wrong
  unknown_level,  // the analysis level is not one of ours
  no_input,       // the input does not exist or cannot be opened
  not_bids,       // the input is not a BIDS dataset
  no_match,       // the filters matched nothing
  cannot_create,  // an output cannot be created
  io,             // reading or writing failed midway
  locked,         // another process holds it; try again
  bad_data,       // a file's content is not what its format says
  unsupported,    // well-formed, but nothing this program can make safe
  internal        // a condition that should not occur
};

std::string_view to_string(ErrorCode code);

// A failure as a value. `subject` is the file or option concerned; `what` says got and expected and what to
// do next; `context` grows outwards, innermost first.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string subject;
  std::string what;
  std::vector<std::string> context;

  Error within(std::string outer) && {
    context.push_back(std::move(outer));
    return std::move(*this);
  }
};

// One line for a terminal or a private log: "subject: what (while context; while context)". Never for shared
// texts.
std::string describe(const Error& error);

}  // namespace shareready
