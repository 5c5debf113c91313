#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace shareready {

enum class ValueKind { flag, text, number, list, file, folder };

// The printed lines on which an option that was given has to stand, so that they reach the same release.
enum class StandsOn { nowhere, participant_lines, group_lines, all_lines };

// One option of the command line. Parsing, --help, README and descriptor.json all come from these rows.
struct OptionRow {
  std::string_view section;
  std::string_view name;  // without dashes, hyphenated
  char letter = '\0';     // its short form, if any
  std::vector<std::string_view> aliases = {};
  ValueKind value = ValueKind::flag;
  std::string_view placeholder = {};
  std::vector<std::string_view> choices = {};
  std::string_view default_value = {};  // what holds when it is not given, in words or as a value
  std::string_view help;
  bool in_descriptor = true;  // offered to platforms that start the program from descriptor.json
  StandsOn stands_on = StandsOn::nowhere;
  std::string_view in_lines = {};  // its value there, where that is the user's own
};

struct PositionalRow {
  std::string_view name;
  std::string_view help;
};

struct ExitCodeRow {
  int code;
  std::string_view meaning;
};

std::span<const PositionalRow> positional_table();
std::span<const OptionRow> option_table();
std::span<const ExitCodeRow> exit_code_table();

}  // namespace shareready
