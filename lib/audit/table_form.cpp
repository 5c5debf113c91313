#include "audit/table_form.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::string_view k_separators = "\t;,|";

std::string_view line_at(std::string_view text, std::size_t begin) {
  return begin >= text.size() ? std::string_view() : text.substr(begin, text.find('\n', begin) - begin);
}

std::size_t count_of(std::string_view line, char separator) {
  return static_cast<std::size_t>(std::count(line.begin(), line.end(), separator));
}

bool is_before_header(std::string_view line, char usual) {
  const std::string_view content = trim(line);
  const bool is_comment = content.starts_with('#') && count_of(line, usual) == 0;
  return content.empty() || is_comment || (content.size() == 5 && content.starts_with("sep="));
}

}  // namespace

std::size_t find_header(std::string_view text, char usual) {
  std::size_t begin = 0;
  while (begin < text.size() && is_before_header(line_at(text, begin), usual)) {
    begin += line_at(text, begin).size() + 1;
  }
  return begin < text.size() ? begin : 0;
}

char separator_of(std::string_view text, char usual) {
  const std::size_t begin = find_header(text, usual);
  const std::string_view header = line_at(text, begin);
  const std::string_view row = line_at(text, begin + header.size() + 1);
  char best = usual;
  for (const char separator : k_separators) {
    const std::size_t count = count_of(header, separator);
    if (count > count_of(header, best) && count == count_of(row, separator)) best = separator;
  }
  return best;
}

std::optional<char> separator_of_unnamed(std::string_view text) {
  const char separator = separator_of(text, '\t');
  const std::size_t begin = find_header(text, separator);
  const std::string_view header = line_at(text, begin);
  const std::size_t count = count_of(header, separator);
  const bool is_table = count > 0 && count == count_of(line_at(text, begin + header.size() + 1), separator);
  return is_table ? std::optional(separator) : std::nullopt;
}

}  // namespace shareready
