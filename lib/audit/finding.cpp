#include "audit/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/hash.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_id_hex_digits =
    12;  // 48 bits: no collision to be expected below millions of findings

bool stops_publishing(const Finding& finding) {
  return finding.severity <= Severity::major && finding.accepted.empty();
}

// The id is made of the masked path, never of the true one: no unkeyed function of a label leaves the audit.
std::string stable_id(const Finding& finding, std::size_t namesake) {
  return "F" + sha256_hex(fmt::format("{}\n{}\n{}\n{}\n{}", to_string(finding.kind), finding.path,
                                      finding.locator, finding.excerpt, namesake))
                   .substr(0, k_id_hex_digits);
}

auto sort_key(const Finding& finding) {
  return std::tie(finding.severity, finding.kind, finding.source_path, finding.excerpt, finding.requirement,
                  finding.remedy);
}

Findings merge_repeated(Findings sorted) {
  Findings merged;
  for (Finding& finding : sorted) {
    if (!merged.empty() && sort_key(merged.back()) == sort_key(finding)) {
      merged.back().occurrences += finding.occurrences;
    } else {
      merged.push_back(std::move(finding));
    }
  }
  return merged;
}

Json counts_of(const Findings& findings) {
  Json counts{Json::Object{}};
  for (const Severity severity : k_severities) {
    const auto count = std::count_if(findings.begin(), findings.end(),
                                     [&](const Finding& f) { return f.severity == severity; });
    counts.set(to_string(severity), Json(static_cast<std::int64_t>(count)));
  }
  return counts;
}

const std::string& shown_path(const Finding& finding, PathsShown paths) {
  return paths == PathsShown::masked ? finding.path : finding.source_path;
}

Json to_json(const Finding& finding, PathsShown paths) {
  Json json{Json::Object{}};
  json.set("id", Json(finding.id));
  json.set("requirement", Json(finding.requirement));
  json.set("severity", Json(to_string(finding.severity)));
  json.set("kind", Json(to_string(finding.kind)));
  json.set("path", Json(shown_path(finding, paths)));
  json.set("locator", Json(finding.locator));
  json.set("excerpt", Json(finding.excerpt));
  json.set("remedy", Json(finding.remedy));
  json.set("occurrences", Json(finding.occurrences));
  if (!finding.accepted.empty()) json.set("accepted", Json(finding.accepted));
  return json;
}

}  // namespace

std::string_view to_string(FindingKind kind) {
  switch (kind) {
    case FindingKind::original_label:
      return "original-label";
    case FindingKind::personal_token:
      return "personal-token";
    case FindingKind::key_file:
      return "key-file";
    case FindingKind::converter_leftover:
      return "converter-leftover";
    case FindingKind::transform:
      return "transform";
    case FindingKind::undefaced_image:
      return "undefaced-image";
    case FindingKind::report_or_log:
      return "report-or-log";
    case FindingKind::version_control:
      return "version-control";
    case FindingKind::foreign_format:
      return "foreign-format";
    case FindingKind::personal_file:
      return "personal-file";
    case FindingKind::metadata:
      return "metadata";
    case FindingKind::header_text:
      return "header-text";
    case FindingKind::identifying_key:
      return "identifying-key";
    case FindingKind::identifying_column:
      return "identifying-column";
    case FindingKind::special_category:
      return "special-category";
    case FindingKind::date:
      return "date";
    case FindingKind::contact:
      return "contact";
    case FindingKind::computer_trace:
      return "computer-trace";
    case FindingKind::extreme_value:
      return "extreme-value";
    case FindingKind::unreadable:
      return "unreadable";
  }
  return "unreadable";
}

bool blocks_publishing(const Findings& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return stops_publishing(finding); });
}

Findings in_report_order(Findings findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return sort_key(a) < sort_key(b); });
  Findings merged = merge_repeated(std::move(findings));
  std::map<std::string, std::size_t> namesakes;  // masked paths can coincide
  for (Finding& finding : merged) {
    const std::string first = stable_id(finding, 0);
    const std::size_t namesake = namesakes[first]++;
    finding.id = namesake == 0 ? first : stable_id(finding, namesake);
  }
  return merged;
}

Json to_json(const Findings& findings, PathsShown paths) {
  Json json{Json::Object{}};
  json.set("format", Json(1));
  json.set("blocks_publishing", Json(blocks_publishing(findings)));
  json.set("counts", counts_of(findings));
  Json list{Json::Array{}};
  for (const Finding& finding : findings) list.push_back(to_json(finding, paths));
  json.set("findings", std::move(list));
  return json;
}

std::string format_findings(const Findings& findings, PathsShown paths) {
  std::string text;
  for (const Finding& finding : findings) {
    text += fmt::format("{} [{}] {} ({})\n  {}", to_string(finding.severity), finding.id,
                        to_string(finding.kind), finding.requirement, shown_path(finding, paths));
    if (!finding.locator.empty()) text += fmt::format(", {}", finding.locator);
    if (finding.occurrences > 1) text += fmt::format(" and {} more", finding.occurrences - 1);
    text += fmt::format(": {}\n  {}\n", finding.excerpt, finding.remedy);
    if (!finding.accepted.empty()) text += fmt::format("  accepted: {}\n", finding.accepted);
  }
  const auto stopping =
      std::count_if(findings.begin(), findings.end(), [](const Finding& f) { return stops_publishing(f); });
  text += fmt::format("{} findings, {} of them stop publishing\n", findings.size(), stopping);
  return text;
}

}  // namespace shareready
