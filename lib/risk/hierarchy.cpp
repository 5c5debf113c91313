#include "risk/hierarchy.hpp"

#include <fmt/format.h>

#include <map>

#include "base/text.hpp"

namespace shareready::risk {
namespace {

Error bad_hierarchy(std::string_view subject, std::string what) {
  return {ErrorCode::bad_data, std::string(subject), std::move(what), {}};
}

Status check_rows(const std::vector<std::vector<std::string>>& rows, std::string_view subject) {
  if (rows.empty()) return bad_hierarchy(subject, "is empty; expected one row for each value");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].size() != rows.front().size()) {
      return bad_hierarchy(subject, fmt::format("row {}: got {} levels, expected {} as in row 1", i + 1,
                                                rows[i].size(), rows.front().size()));
    }
  }
  return Done{};
}

// Adds one level; false where values that were one before are two now (then `row` is the culprit).
bool add_level(Hierarchy& hierarchy, const std::vector<std::vector<std::string>>& rows, std::size_t level,
               std::size_t& row) {
  std::map<std::string_view, Code> codes;
  std::vector<std::string> names;
  std::vector<Code> up;
  for (const auto& cells : rows) {
    const auto [found, fresh] = codes.try_emplace(cells[level], static_cast<Code>(names.size()));
    if (fresh) names.push_back(cells[level]);
    up.push_back(found->second);
  }
  if (level > 0) {
    constexpr Code k_unset = ~Code{0};
    const std::vector<Code>& below = hierarchy.up.back();
    std::vector<Code> above(hierarchy.names.back().size(), k_unset);
    for (row = 0; row < rows.size(); ++row) {
      Code& code = above[below[row]];
      if (code != k_unset && code != up[row]) return false;
      code = up[row];
    }
  }
  hierarchy.names.push_back(std::move(names));
  hierarchy.up.push_back(std::move(up));
  return true;
}

}  // namespace

Result<Hierarchy> make_hierarchy(const std::vector<std::vector<std::string>>& rows,
                                 std::string_view subject) {
  SR_CHECK(check_rows(rows, subject));
  Hierarchy hierarchy;
  for (std::size_t level = 0; level < rows.front().size(); ++level) {
    std::size_t row = 0;
    if (!add_level(hierarchy, rows, level, row)) {
      return bad_hierarchy(subject, fmt::format("row {}: values that are one at level {} part at level {}; "
                                                "a coarser level must not tell more",
                                                row + 1, level - 1, level));
    }
  }
  if (hierarchy.names.front().size() != rows.size()) {
    return bad_hierarchy(subject, "names a value twice; give each value one row");
  }
  return hierarchy;
}

Result<Hierarchy> parse_hierarchy(std::string_view text, std::string_view subject) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : split(text, '\n')) {
    const std::string_view bare =
        line.ends_with('\r') ? std::string_view(line).substr(0, line.size() - 1) : std::string_view(line);
    if (!bare.empty()) rows.push_back(split(bare, ';'));
  }
  return make_hierarchy(rows, subject);
}

}  // namespace shareready::risk
