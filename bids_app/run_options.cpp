#include "run_options.hpp"

#include "base/text.hpp"
#include "option_table.hpp"

namespace shareready {
namespace {

readiness::RunLevel level_of(StandsOn lines) {
  if (lines == StandsOn::participant_lines) return readiness::RunLevel::participant;
  return lines == StandsOn::group_lines ? readiness::RunLevel::group : readiness::RunLevel::both;
}

}  // namespace

std::vector<readiness::RunOption> run_options(const Given& given) {
  std::vector<readiness::RunOption> options;
  for (const OptionRow& row : option_table()) {
    const auto found = given.find(row.name);
    if (row.stands_on == StandsOn::nowhere || found == given.end()) continue;
    readiness::RunOption option{.name = std::string(row.name), .level = level_of(row.stands_on)};
    if (row.value != ValueKind::flag) {
      std::vector<std::string> words;
      for (const std::string& value : found->second) words.push_back(shell_word(value));
      option.typed = join(words, " ");
      option.shown = row.choices.empty() ? std::string(row.in_lines) : found->second.front();
    }
    options.push_back(std::move(option));
  }
  return options;
}

}  // namespace shareready
