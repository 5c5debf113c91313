#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

// The options that a run had and without which the same release is not reached: they stand on every line that
// the report prints. The shareable edition shows words of ours and placeholders, no path, label or name.
namespace shareready::readiness {

enum class RunLevel { both, participant, group };  // the lines that an option stands on

struct RunOption {
  std::string name;        // without dashes
  std::string shown = {};  // its value for everybody: a word of ours or a placeholder; empty: a flag
  std::string typed = {};  // as it was given, fit for a shell: for the private folder alone
  RunLevel level = RunLevel::both;
};

bool has_option(const std::vector<RunOption>& options, std::string_view name);
// `policy`: the member of readiness.json, with its options noted.
bool has_option(const Json& policy, std::string_view name);

// The options as they were typed, with a space before each.
std::string typed_options(const std::vector<RunOption>& options, RunLevel level);

// The member 'options' of the policy in readiness.json; the preset is a member of its own.
Json run_options_json(const std::vector<RunOption>& options);

// Puts preset and options into the places of a step's lines: {options} what the level needs; {policy} and
// {exclude} an option that the step is about, where the run did not have it anyway. A line that makes another
// release takes a new file for a release key. `policy`: the member of readiness.json.
std::string with_run_options(const std::string& lines, std::string_view preset, const Json& policy);

// What the placeholders on the lines stand for, in sentences; none where there are none.
std::vector<std::string> told_of_placeholders(const Json& policy);

}  // namespace shareready::readiness
