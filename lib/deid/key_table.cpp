#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/files.hpp"
#include "base/text.hpp"
#include "deid/sidecar.hpp"

namespace shareready {
namespace {

constexpr std::array<std::pair<std::string_view, KeyAction>, 13> k_key_actions{
    {{"keep", KeyAction::keep},
     {"device", KeyAction::device},
     {"numbers", KeyAction::numbers},
     {"version", KeyAction::version},
     {"term", KeyAction::term},
     {"reference", KeyAction::reference},
     {"shift", KeyAction::shift},
     {"time", KeyAction::time},
     {"members", KeyAction::members},
     {"map", KeyAction::map},
     {"code", KeyAction::code},
     {"clock", KeyAction::clock},
     {"drop", KeyAction::drop}}};

Result<KeyRule> parse_key_row(std::string_view line, std::size_t number, std::string_view subject) {
  const std::vector<std::string> cells = split(line, '\t');
  const bool complete = cells.size() == 5 && std::none_of(cells.begin(), cells.end(), [](const auto& cell) {
                          return trim(cell).empty();
                        });
  if (complete) {
    for (const auto& [name, action] : k_key_actions) {
      if (cells[1] == name) return KeyRule{cells[0], action, cells[2]};
    }
  }
  return Error{ErrorCode::bad_data,
               std::string(subject),
               fmt::format("line {} is not key, action, reason, source and date with a known action", number),
               {}};
}

}  // namespace

const KeyRule* KeyTable::find(std::string_view key) const {
  const auto found =
      std::lower_bound(rules.begin(), rules.end(), key,
                       [](const KeyRule& rule, std::string_view wanted) { return rule.key < wanted; });
  return found != rules.end() && found->key == key ? &*found : nullptr;
}

Result<KeyTable> parse_key_table(std::string_view text, std::string_view subject) {
  KeyTable table;
  std::size_t number = 0;
  for (const std::string& line : split(text, '\n')) {
    if (++number == 1 || line.empty()) continue;  // header
    SR_TRY(KeyRule rule, parse_key_row(line, number, subject));
    if (!table.rules.empty() && rule.key <= table.rules.back().key) {
      return Error{ErrorCode::bad_data,
                   std::string(subject),
                   fmt::format("line {} is out of order or double", number),
                   {}};
    }
    table.rules.push_back(std::move(rule));
  }
  return table;
}

Result<KeyTable> read_key_table(const std::filesystem::path& path) {
  SR_TRY(const std::string text, read_text(path));
  SR_TRY(KeyTable table, parse_key_table(text, path.filename().string()));
  SR_TRY(table.device, load_device_words());
  return table;
}

}  // namespace shareready
