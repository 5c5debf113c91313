#include "audit/text_fields.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "audit/field_lines.hpp"
#include "audit/text_patterns.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

bool is_identifying(const FieldRule& rule, std::string_view value) {
  if (severity_of(rule, value) != Severity::critical || is_placeholder(value)) return false;
  if (rule.type != FieldType::date) return true;
  const auto matches = find_patterns_in_value(value);
  return std::any_of(matches.begin(), matches.end(),
                     [](const TextMatch& match) { return match.pattern == TextPattern::date; });
}

// BrainVision: "Mk1=New Segment,,1,1,0,20130131162000123456".
bool is_dated_segment(std::string_view line) {
  if (line.find("New Segment,") == std::string_view::npos) return false;
  const std::string_view stamp = trim(line.substr(line.rfind(',') + 1));
  return stamp.size() == 20 && is_digits(stamp) && is_compact_date(stamp.substr(0, 8));
}

// nullptr where the field tells of nobody.
const FieldRule* identifying_rule(const Field& field, const FileReport& report) {
  if (field.key.empty() || field.value.empty()) return nullptr;
  const FieldRule* rule = report.context().tables.keys.find(field.key);
  return rule != nullptr && is_identifying(*rule, field.value) ? rule : nullptr;
}

void note_field(const Field& field, const std::string& place, FileReport& report) {
  const FieldRule* rule = identifying_rule(field, report);
  if (rule == nullptr) return;
  report.add({.kind = rule->type == FieldType::date ? FindingKind::date : FindingKind::identifying_key,
              .severity = rule->severity,
              .requirement = rule->requirement,
              .locator = place,
              .excerpt = rule->field + ": " + std::string(token_of(rule->type)),
              .remedy = "Delete the value from the text."});
}

void audit_line(std::string_view line, const std::string& place, FileReport& report) {
  if (is_dated_segment(line)) {
    report.add({.kind = FindingKind::date,
                .severity = Severity::major,
                .requirement = "R39",
                .locator = place,
                .excerpt = "[date]",
                .remedy = {}});
  }
  for (const Field& field : fields_of(line)) note_field(field, place, report);
}

// The value behind the colon of a pair: up to its closing quote, or to what ends it.
std::string_view value_behind(std::string_view text, std::size_t colon) {
  constexpr std::size_t k_longest_value = 256;
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n\\", colon + 1), text.size());
  const std::string_view rest = text.substr(begin, k_longest_value);
  if (rest.empty() || (rest[0] != '"' && rest[0] != '\''))
    return trim(rest.substr(0, rest.find_first_of(",{}[]\r\n")));
  const std::string_view quoted = rest.substr(1);
  return quoted.substr(0, quoted.find_first_of(rest[0] == '"' ? "\"\\" : "'\\"));
}

}  // namespace

void audit_pairs(std::string_view text, std::size_t lines_before, const Layer& layer, FileReport& report) {
  constexpr std::size_t k_longest_key = 64;
  std::optional<LineIndex> lines;
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos;
       colon = text.find(':', colon + 1)) {
    const std::size_t end = colon == 0 ? std::string_view::npos : text.find_last_not_of(" \t\r\n", colon - 1);
    if (end == std::string_view::npos || (text[end] != '"' && text[end] != '\'')) continue;
    const std::size_t from = end - std::min(end, k_longest_key);
    const std::size_t before_key = text.substr(from, end - from).rfind(text[end]);
    if (before_key == std::string_view::npos) continue;
    const std::size_t begin = from + before_key + 1;
    const Field field{text.substr(begin, end - begin), value_behind(text, colon)};
    if (identifying_rule(field, report) == nullptr) continue;
    if (!lines) lines.emplace(text, lines_before);
    note_field(field, layer.where + lines->locator(begin), report);
  }
}

bool is_placeholder(std::string_view value) {
  constexpr std::array<std::string_view, 17> k_placeholders = {
      "",           "n/a",           "na",           "none", "null",     "unknown",
      "removed",    "deleted",       "anonymous",    "anon", "redacted", "anonymized",
      "anonymised", "de-identified", "deidentified", "0",    "-"};
  const std::string lower = to_lower(trim(value));
  if (std::find(k_placeholders.begin(), k_placeholders.end(), lower) != k_placeholders.end()) return true;
  return lower.find_first_not_of("x*?.- ") == std::string::npos;
}

void audit_field_lines(const std::string& text, std::size_t lines_before, const Layer& layer,
                       FileReport& report) {
  std::size_t number = lines_before;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    ++number;
    const std::string_view line(text.data() + begin, end - begin);
    if (line.find_first_of(":=[,<(/") != std::string_view::npos) {
      audit_line(line, layer.where + "line " + std::to_string(number), report);
    }
    begin = end + 1;
  }
}

bool is_mail(std::string_view text) {
  const std::string_view head = text.substr(0, 8192);
  const auto has = [&](std::string_view field) {
    return head.starts_with(field) || head.find("\n" + std::string(field)) != std::string_view::npos;
  };
  return has("From: ") && has("Subject:") && (has("Message-ID:") || has("Message-Id:") || has("Received:"));
}

}  // namespace shareready
