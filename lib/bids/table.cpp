#include "bids/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/files.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

Error bad_table(std::string_view subject, std::string what) {
  return {ErrorCode::bad_data, std::string(subject), std::move(what), {}};
}

// Lines end with LF or CRLF; with a bare CR where no LF is in the text.
char line_end_of(std::string_view text) { return text.find('\n') == std::string_view::npos ? '\r' : '\n'; }

std::size_t line_of(std::string_view text, std::size_t at) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(at);
  return 1 + static_cast<std::size_t>(std::count(text.begin(), end, line_end_of(text)));
}

std::vector<std::string> split_lines(std::string_view text) {
  constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(k_byte_order_mark)) text.remove_prefix(k_byte_order_mark.size());
  std::vector<std::string> lines = split(text, line_end_of(text));
  for (std::string& line : lines) {
    if (line.ends_with('\r')) line.pop_back();
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

// What is wrong with a row of another length, and what to do.
std::string uneven(const std::vector<std::string>& row, std::size_t columns) {
  if (row.size() == 1 && row.front().empty()) return "an empty line between others; take it out";
  return fmt::format("{} cells but {} columns; {}", row.size(), columns,
                     row.size() < columns ? "write n/a for missing values"
                                          : "a tab within a value ends it: write a space there");
}

void append_line(std::string& text, const std::vector<std::string>& cells) {
  text += join(cells, "\t");
  text += '\n';
}

}  // namespace

std::optional<std::size_t> Table::column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) return {};
  return static_cast<std::size_t>(found - columns.begin());
}

void Table::erase_column(std::size_t index) {
  const auto offset = static_cast<std::ptrdiff_t>(index);
  columns.erase(columns.begin() + offset);
  for (auto& row : rows) row.erase(row.begin() + offset);
}

Result<Table> parse_table(std::string_view text, std::string_view subject) {
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    return bad_table(subject,
                     fmt::format("line {}: NUL bytes, so it is no UTF-8 text (UTF-16?); save it as UTF-8 "
                                 "tab-separated values",
                                 line_of(text, nul)));
  }
  if (const std::string clean = to_utf8(text); clean != text) {
    const auto differs = std::mismatch(clean.begin(), clean.end(), text.begin(), text.end()).second;
    return bad_table(subject, fmt::format("line {}: bytes that are no UTF-8 (Latin-1?); save it as UTF-8",
                                          line_of(text, static_cast<std::size_t>(differs - text.begin()))));
  }
  const std::vector<std::string> lines = split_lines(text);
  if (lines.empty()) return bad_table(subject, "is empty; expected a line of column names");
  Table table{.columns = split(lines.front(), '\t'), .rows = {}};
  const std::set<std::string> names(table.columns.begin(), table.columns.end());
  if (names.size() != table.columns.size()) {
    return bad_table(subject,
                     fmt::format("line 1: {} columns but only {} different names; name each column once",
                                 table.columns.size(), names.size()));
  }
  table.rows.reserve(lines.size() - 1);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    table.rows.push_back(split(lines[i], '\t'));
    if (table.rows.back().size() != table.columns.size()) {
      return bad_table(subject,
                       fmt::format("line {}: {}", i + 1, uneven(table.rows.back(), table.columns.size())));
    }
  }
  return table;
}

Result<Table> read_table(const std::filesystem::path& path) {
  SR_TRY(const std::string text, read_text(path));
  return parse_table(text, path.string());
}

std::string format_table(const Table& table) {
  std::string text;
  append_line(text, table.columns);
  for (const auto& row : table.rows) append_line(text, row);
  return text;
}

}  // namespace shareready
