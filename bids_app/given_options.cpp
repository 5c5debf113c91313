#include "given_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/program_options.hpp>

#include "base/text.hpp"
#include "option_table.hpp"

namespace shareready {
namespace {

namespace po = boost::program_options;

void add_option(po::options_description& description, const std::string& spelling, ValueKind kind) {
  if (kind == ValueKind::flag) {
    description.add_options()(spelling.c_str(), "");
    return;
  }
  auto* values = po::value<std::vector<std::string>>();
  if (kind == ValueKind::list) values->multitoken();
  description.add_options()(spelling.c_str(), values, "");
}

std::map<std::string, const OptionRow*> add_rows(po::options_description& description) {
  std::map<std::string, const OptionRow*> by_spelling;
  for (const OptionRow& row : option_table()) {
    const std::string name(row.name);
    add_option(description, row.letter == '\0' ? name : name + "," + row.letter, row.value);
    by_spelling[name] = &row;
    for (const std::string_view alias : row.aliases) {
      add_option(description, std::string(alias), row.value);
      by_spelling[std::string(alias)] = &row;
    }
  }
  return by_spelling;
}

}  // namespace

Error usage_error(std::string_view subject, std::string what) {
  return Error{ErrorCode::usage, std::string(subject), std::move(what), {}};
}

Result<Given> parse_words(const std::vector<std::string>& words) {
  po::options_description description;
  const auto by_spelling = add_rows(description);
  description.add_options()(k_positional, po::value<std::vector<std::string>>());
  po::positional_options_description positions;
  positions.add(k_positional, -1);
  const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  Given given;
  try {
    for (const auto& option : po::command_line_parser(words)
                                  .options(description)
                                  .positional(positions)
                                  .style(style)
                                  .run()
                                  .options) {
      const auto row = by_spelling.find(option.string_key);
      auto& values = given[row == by_spelling.end() ? k_positional : std::string(row->second->name)];
      values.insert(values.end(), option.value.begin(), option.value.end());
      if (row != by_spelling.end() && row->second->value == ValueKind::flag) values.emplace_back();
    }
  } catch (const po::error& problem) {
    return usage_error("command line", fmt::format("{}; --help lists every option", problem.what()));
  }
  return given;
}

Status check_values(const Given& given) {
  for (const OptionRow& row : option_table()) {
    const auto found = given.find(row.name);
    if (found == given.end() || row.value == ValueKind::flag || row.value == ValueKind::list) continue;
    const std::string option = fmt::format("--{}", row.name);
    if (found->second.size() > 1) return usage_error(option, "got it more than once, expected one value");
    const std::string& value = found->second.front();
    if (value.empty()) return usage_error(option, "got an empty value");
    if (row.choices.empty()) continue;
    if (std::find(row.choices.begin(), row.choices.end(), value) == row.choices.end()) {
      const std::vector<std::string> choices(row.choices.begin(), row.choices.end());
      return usage_error(option, fmt::format("got '{}', expected one of {}", value, join(choices, ", ")));
    }
  }
  return Done{};
}

}  // namespace shareready
