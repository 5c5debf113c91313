#include <fmt/format.h>

#include <array>
#include <map>

#include "policy/plan.hpp"

namespace shareready {
namespace {

constexpr std::array k_order = {Action::deface, Action::scrub, Action::rewrite, Action::copy,
                                Action::exclude};
constexpr std::size_t k_longest_list = 20;  // of files in one folder that are left out for one reason

std::string_view heading(Action action) {
  switch (action) {
    case Action::deface:
      return "deface: the face is removed, the header cleaned";
    case Action::scrub:
      return "scrub: the header is cleaned";
    case Action::rewrite:
      return "rewrite: written anew from what is understood";
    case Action::copy:
      return "copy: taken over as it is";
    case Action::exclude:
      return "exclude: left out";
  }
  return "";
}

// Control characters and bytes outside of ASCII as \xNN, so that no name can command the terminal.
std::string printable(std::string_view text) {
  std::string shown;
  for (const char c : text) {
    const bool plain = c >= ' ' && c < '\x7F';
    shown += plain ? std::string(1, c) : fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
  }
  return shown;
}

std::string line_of(const PlannedFile& file) {
  std::string path = printable(file.path.native());
  if (file.folder) path += fmt::format("/ ({} files)", file.file_count);
  std::string line = fmt::format("  {:<70}  {}{}", path, file.withheld ? "WITHHELD: " : "", file.reason);
  if (!file.problem.empty()) line += fmt::format(" ({})", printable(file.problem));
  return line + "\n";
}

// Long runs of files of one folder that are left out by policy for one reason become one line.
std::string group_key(const PlannedFile& file) {
  return file.withheld || !file.problem.empty() ? ""
                                                : file.path.parent_path().native() + '\n' + file.reason_id;
}

std::string section(const Plan& plan, Action action) {
  std::map<std::string, std::size_t> group_sizes;
  for (const PlannedFile& file : plan.files) {
    if (file.action == action) ++group_sizes[group_key(file)];
  }
  if (group_sizes.empty()) return "";
  std::string text = fmt::format("{}\n", heading(action));
  std::map<std::string, std::size_t> shown;
  for (const PlannedFile& file : plan.files) {
    if (file.action != action) continue;
    const std::string key = group_key(file);
    const bool folded = action == Action::exclude && !key.empty() && group_sizes[key] > k_longest_list;
    if (!folded) {
      text += line_of(file);
    } else if (shown[key]++ == 0) {
      const std::string name = printable(file.path.parent_path().native()) + "/...";
      text +=
          fmt::format("  {:<70}  {}\n", fmt::format("{} ({} entries)", name, group_sizes[key]), file.reason);
    }
  }
  return text + "\n";
}

}  // namespace

std::string format_plan(const Plan& plan) {
  std::string text;
  for (const Action action : k_order) text += section(plan, action);
  std::map<Action, std::uint64_t> counts;
  std::uint64_t withheld = 0;
  for (const PlannedFile& file : plan.files) {
    counts[file.action] += file.file_count;
    withheld += file.withheld ? file.file_count : 0;
  }
  text += "files:";
  for (const Action action : k_order) text += fmt::format(" {} {},", to_string(action), counts[action]);
  return text + fmt::format(" of these withheld because they are damaged or missing {}\n", withheld);
}

}  // namespace shareready
