#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "deid/cells.hpp"
#include "deid/tables.hpp"

namespace shareready {
namespace {

// Cuts off and returns what stands before the separator.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view taken = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return taken;
}

std::vector<std::string_view> cells_in(std::string_view line) {
  std::vector<std::string_view> cells;
  while (!line.empty()) cells.push_back(take_until(line, '\t'));
  return cells;
}

}  // namespace

Status check_numeric_table(std::string_view text, std::string_view subject) {
  const auto refuse = [subject](std::size_t line, std::string_view what) {
    return Error{
        ErrorCode::unsupported, std::string(subject), fmt::format("line {} holds {}", line, what), {}};
  };
  std::vector<std::string_view> first;
  std::vector<std::string_view> last;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = trim(take_until(text, '\n'));
    if (line.empty()) continue;
    last = cells_in(line);
    if (first.empty()) first = last;
    for (const std::string_view cell : last) {
      if (!is_missing(cell) && !is_number(cell))
        return refuse(number, "text where a recording holds numbers only");
    }
  }
  for (std::size_t i = 0; i < std::min(first.size(), last.size()); ++i) {
    if (is_absolute_time({first[i], last[i]})) return refuse(1, "a date or clock time");
  }
  return Done{};
}

}  // namespace shareready
