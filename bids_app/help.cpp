#include "help.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "option_table.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_width = 100;
constexpr std::size_t k_indent = 6;

// Words of `text` in lines of at most k_width characters, each after `indent` spaces.
std::string wrapped(std::string_view text, std::size_t indent) {
  std::string out;
  std::string line(indent, ' ');
  bool empty = true;
  for (const std::string& word : split(text, ' ')) {
    if (!empty && line.size() + 1 + word.size() > k_width) {
      out += line + "\n";
      line.assign(indent, ' ');
      empty = true;
    }
    line += (empty ? "" : " ") + word;
    empty = false;
  }
  return out + line + "\n";
}

std::string value_text(const OptionRow& row) {
  if (row.value == ValueKind::flag) return "";
  if (!row.choices.empty()) {
    std::vector<std::string> names(row.choices.begin(), row.choices.end());
    return " {" + join(names, ",") + "}";
  }
  if (row.value == ValueKind::list) return fmt::format(" {0} [{0} ...]", row.placeholder);
  return fmt::format(" {}", row.placeholder);
}

std::string option_entry(const OptionRow& row) {
  std::string head = "  ";
  if (row.letter != '\0') head += fmt::format("-{}, ", row.letter);
  head += fmt::format("--{}{}\n", row.name, value_text(row));
  std::string body(row.help);
  if (!row.default_value.empty()) body += fmt::format(" Default: {}.", row.default_value);
  std::string also;
  for (const std::string_view alias : row.aliases)
    also += fmt::format("{}--{}", also.empty() ? "" : ", ", alias);
  return head + wrapped(body, k_indent) + (also.empty() ? "" : wrapped("Also: " + also, k_indent));
}

}  // namespace

std::string usage_text() {
  return "usage: shareready BIDS_DIR OUTPUT_DIR {participant,group,audit} [options]\n"
         "       shareready --help\n";
}

std::string help_text() {
  std::string text = usage_text() + "\n";
  text +=
      "Makes a brain MRI dataset in BIDS ready to share: removes faces, identifying headers, dates, labels\n"
      "and direct identifiers, proves it on the bytes it wrote, and reports what remains.\n\n";
  for (const PositionalRow& row : positional_table()) {
    text += fmt::format("  {}\n", row.name) + wrapped(row.help, k_indent);
  }
  std::string_view section;
  for (const OptionRow& row : option_table()) {
    if (row.section != section) text += fmt::format("\n{}:\n", row.section);
    section = row.section;
    text += option_entry(row);
  }
  text += "\nExit codes:\n";
  for (const ExitCodeRow& row : exit_code_table())
    text += fmt::format("  {:>2}  {}\n", row.code, row.meaning);
  return text;
}

}  // namespace shareready
