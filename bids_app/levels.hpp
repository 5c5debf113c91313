#pragma once

#include <string>
#include <string_view>

#include "arguments.hpp"
#include "base/result.hpp"
#include "linking_options.hpp"
#include "policy/policy.hpp"
#include "readiness/answers.hpp"
#include "stage/acceptance.hpp"
#include "stage/places.hpp"
#include "stage/preparation.hpp"
#include "stage/private_folder.hpp"
#include "terminal.hpp"

namespace shareready {

// What is running: its version for people, its fingerprint for "done before".
struct Program {
  std::string_view version;
  std::string build;
};

// What the two levels that make a release work on; whoever starts them keeps it alive.
struct ReleaseRun {
  const Arguments& arguments;
  const Places& places;
  const Preparation& preparation;
  const PrivateFolder& folder;
  const Policy& policy;
  const Linking& linking;
  const Program& program;
  bool private_stood;  // the private folder was there before
};

// Each does its level, says on the terminal what came of it, and returns the exit code.
Result<int> run_participant_level(const ReleaseRun& run, Terminal& terminal);
Result<int> run_group_level(const ReleaseRun& run, Terminal& terminal);
Result<int> run_audit_level(const Arguments& arguments, const Places& places, const PrivateFolder& folder,
                            std::string_view version, Terminal& terminal);
// The report alone is renewed, where the source is gone and the answers say so.
Result<int> run_renewal_without_source(const Places& places, const readiness::Answers& answers,
                                       Terminal& terminal);
Result<int> run_verify(const Arguments& arguments, Terminal& terminal);

// How many to work on at a time, from the wish, the processors and the memory.
unsigned workers_of(const Arguments& arguments);
Result<Acceptances> acceptances_of(const Arguments& arguments);
std::string today();
// "1 participant", "3 participants".
std::string participants(std::size_t count);
// The last line on standard output: where the results are, or what to do next.
void conclude(Terminal& terminal, const std::string& line);

}  // namespace shareready
