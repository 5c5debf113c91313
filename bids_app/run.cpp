#include "run.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "exit_code.hpp"
#include "stage/places.hpp"
#include "stage/private_folder.hpp"
#include "terminal.hpp"

namespace shareready {
namespace {

Result<int> run_level(const Arguments& arguments, Terminal& terminal) {
  SR_TRY(const Places places, check_places({.bids_dir = arguments.bids_dir,
                                            .output_dir = arguments.output_dir,
                                            .private_dir = arguments.private_dir,
                                            .only_audit = arguments.level == Level::audit}));
  terminal.say(Detail::file, fmt::format("input {}", places.bids_dir.string()));
  return Error{ErrorCode::internal, "analysis level", "is not in this build yet", {}};
}

}  // namespace

int run(const Arguments& arguments, std::string_view version) {
  (void)version;
  Terminal terminal(arguments.verbosity);
  const Result<int> code = run_level(arguments, terminal);
  if (code.ok()) return *code;
  terminal.say(Detail::result, "error: " + describe(code.error()));
  return exit_code_of(code.error().code);
}

}  // namespace shareready
