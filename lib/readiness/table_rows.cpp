#include "readiness/table_rows.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/files.hpp"
#include "base/share.hpp"
#include "base/text.hpp"

namespace shareready::readiness {

Error table_error(std::string_view subject, std::string what) {
  return Error{ErrorCode::bad_data,
               std::string(subject),
               std::move(what) + "; install the program's tables again",
               {}};
}

Result<std::vector<std::vector<std::string>>> parse_rows(std::string_view text, std::size_t columns,
                                                         std::string_view subject) {
  std::vector<std::vector<std::string>> rows;
  bool header = true;
  for (const std::string& line : split(text, '\n')) {
    if (line.empty()) continue;
    auto cells = split(line, '\t');
    if (cells.size() != columns) {
      return table_error(subject, fmt::format("a row has {} cells, expected {}", cells.size(), columns));
    }
    if (!std::exchange(header, false)) rows.push_back(std::move(cells));
  }
  return rows;
}

Result<std::string> read_share(std::string_view name) {
  SR_TRY(const auto path, find_share_file(name));
  return read_text(path);
}

}  // namespace shareready::readiness
