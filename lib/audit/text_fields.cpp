#include "audit/text_fields.hpp"

#include <algorithm>
#include <array>

#include "audit/text_patterns.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_longest_key = 64;
constexpr std::size_t k_longest_line = 1024;

struct Field {
  std::string_view key;
  std::string_view value;
};

// "(0010,0010) PN [value]": a dump of DICOM elements.
Field dumped_element(std::string_view line) {
  struct Tag {
    std::string_view number, key;
  };
  constexpr std::array<Tag, 5> k_tags = {{{"(0008,0050)", "AccessionNumber"},
                                          {"(0010,0010)", "PatientName"},
                                          {"(0010,0020)", "PatientID"},
                                          {"(0010,0030)", "PatientBirthDate"},
                                          {"(0010,1040)", "PatientAddress"}}};
  for (const Tag& tag : k_tags) {
    if (!line.starts_with(tag.number)) continue;
    const std::size_t open = line.find('[');
    const std::size_t close = line.find(']', open);
    if (close == std::string_view::npos) return {};
    return {tag.key, trim(line.substr(open + 1, close - open - 1))};
  }
  return {};
}

// "key: value" or "key = value", behind whatever marks a comment.
Field field_of(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" .\t#%;*<>/|-\"");
  if (begin == std::string_view::npos) return {};
  line = line.substr(begin);
  if (line.front() == '(') return dumped_element(line);
  const std::size_t joint = line.substr(0, k_longest_key).find_first_of(":=");
  if (joint == std::string_view::npos) return {};
  std::string_view value = trim(line.substr(joint + 1));
  while (!value.empty() && (value.back() == ',' || value.back() == ';' || value.back() == '"')) {
    value.remove_suffix(1);
  }
  while (!value.empty() && (value.front() == '"' || value.front() == '=' || value.front() == ':')) {
    value.remove_prefix(1);
  }
  return {trim(line.substr(0, joint)), trim(value)};
}

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

void audit_line(std::string_view line, const std::string& place, FileReport& report) {
  if (is_dated_segment(line)) {
    report.add({.kind = FindingKind::date,
                .severity = Severity::major,
                .requirement = "R39",
                .locator = place,
                .excerpt = "[date]",
                .remedy = {}});
  }
  const Field field = field_of(line);
  if (field.key.empty() || field.value.empty()) return;
  const FieldRule* rule = report.context().tables.keys.find(field.key);
  if (rule == nullptr || !is_identifying(*rule, field.value)) return;
  report.add({.kind = rule->type == FieldType::date ? FindingKind::date : FindingKind::identifying_key,
              .severity = rule->severity,
              .requirement = rule->requirement,
              .locator = place,
              .excerpt = rule->field + ": " + std::string(token_of(rule->type)),
              .remedy = "Delete the value from the text."});
}

}  // namespace

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
    const std::string_view line(text.data() + begin, std::min(end - begin, k_longest_line));
    if (line.find_first_of(":=[,") != std::string_view::npos) {
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
