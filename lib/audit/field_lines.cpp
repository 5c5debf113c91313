#include "audit/field_lines.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_longest_key = 64;
constexpr std::size_t k_longest_line = 1024;

std::string_view without_quotes(std::string_view value) {
  constexpr std::string_view k_around = " \t,;\"'=:";
  const std::size_t begin = value.find_first_not_of(k_around);
  if (begin == std::string_view::npos) return {};
  return value.substr(begin, value.find_last_not_of(k_around) - begin + 1);
}

bool is_hex(std::string_view text) {
  return text.size() == 4 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// Behind a tag: "PN [value]  # 8, 1", "Patient's Name   PN: 'value'", "PN value  # 10,1", and where the
// description ends with "//".
std::string_view value_of_element(std::string_view rest) {
  if (const std::size_t described = rest.rfind("//"); described != std::string_view::npos)
    return trim(rest.substr(described + 2));
  const std::size_t open = rest.find('['), close = rest.find(']', std::min(open, rest.size()));
  if (close != std::string_view::npos) return trim(rest.substr(open + 1, close - open - 1));
  if (const std::size_t colon = rest.find(": "); colon != std::string_view::npos)
    return without_quotes(rest.substr(colon + 2));
  const std::string_view value = trim(rest.substr(0, rest.find('#')));
  const bool has_value =
      value.size() > 3 && value[2] == ' ' && value.find("(no value") == std::string_view::npos;
  return has_value ? trim(value.substr(3)) : std::string_view();
}

// "(0010,0010) ...", "(0010, 0010) ...", "0010 0010 ...".
Field element_of(std::string_view line) {
  constexpr std::size_t k_half = 4;
  const std::size_t begin = line.starts_with('(') ? 1 : 0;
  std::size_t second = begin + k_half;
  while (second < line.size() && (line[second] == ',' || line[second] == ' ')) ++second;
  if (second == begin + k_half || second + k_half > line.size()) return {};
  if (!is_hex(line.substr(begin, k_half)) || !is_hex(line.substr(second, k_half))) return {};
  const std::size_t end = second + k_half;
  if (begin == 0 && line.find("//") == std::string_view::npos) return {};  // numbers of a table
  return {line.substr(begin, end - begin), value_of_element(line.substr(std::min(end + 1, line.size())))};
}

Field pair_of(std::string_view part) {
  const std::size_t begin = part.find_first_not_of(" .\t#%;*<>/|-\"'{[");
  if (begin == std::string_view::npos) return {};
  part.remove_prefix(begin);
  const std::size_t joint = part.substr(0, k_longest_key).find_first_of(":=");
  if (joint == std::string_view::npos) return {};
  return {trim(part.substr(0, joint)), without_quotes(part.substr(joint + 1))};
}

void add_pairs(std::string_view line, std::vector<Field>& fields) {
  while (!line.empty()) {
    const std::size_t end = line.find_first_of(",;|\t");
    fields.push_back(pair_of(line.substr(0, end)));
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  }
}

// The attributes of a tag; one that names its element makes a field of the element's content.
void add_attributes(std::string_view tag, std::string_view content, std::vector<Field>& fields) {
  constexpr std::array<std::string_view, 5> k_naming = {"Name", "key", "keyword", "name", "tag"};
  for (std::size_t joint = tag.find('='); joint != std::string_view::npos; joint = tag.find('=', joint + 1)) {
    const std::size_t begin = tag.find_last_of(" \t:", joint) + 1;  // npos + 1 is 0
    const char quote = joint + 1 < tag.size() ? tag[joint + 1] : '\0';
    const std::size_t end = tag.find(quote, std::min(joint + 2, tag.size()));
    if ((quote != '"' && quote != '\'') || end == std::string_view::npos) continue;
    const std::string_view key = tag.substr(begin, joint - begin);
    const std::string_view value = tag.substr(joint + 2, end - joint - 2);
    fields.push_back({key, value});
    const bool names = std::find(k_naming.begin(), k_naming.end(), key) != k_naming.end();
    if (names && !content.empty()) fields.push_back({value, content});
    joint = end;
  }
}

void add_markup(std::string_view line, std::vector<Field>& fields) {
  for (std::size_t open = line.find('<'); open != std::string_view::npos; open = line.find('<', open + 1)) {
    const std::size_t close = std::min(line.find('>', open), line.size());
    const std::string_view tag = line.substr(open + 1, close - open - 1);
    if (tag.starts_with('/') || tag.starts_with('!')) continue;
    const std::string_view name = tag.substr(0, tag.find_first_of(" \t/"));
    const std::size_t content_begin = std::min(close + 1, line.size());
    const std::string_view content =
        trim(line.substr(content_begin, line.find('<', content_begin) - content_begin));
    if (!content.empty()) fields.push_back({name.substr(name.rfind(':') + 1), content});
    add_attributes(tag, content, fields);
  }
}

}  // namespace

std::vector<Field> fields_of(std::string_view line) {
  std::vector<Field> fields;
  const std::string_view content = trim(line);
  if (content.starts_with('<')) {
    add_markup(content, fields);
    return fields;
  }
  const std::string_view start = content.substr(0, k_longest_line);
  const Field element = element_of(start.substr(std::min(start.find_first_not_of("#>."), start.size())));
  if (!element.key.empty()) return {element};
  add_pairs(start, fields);
  return fields;
}

}  // namespace shareready
