#include "audit/sarif.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string>

#include "audit/coverage.hpp"
#include "audit/file_report.hpp"
#include "audit/text_patterns.hpp"

namespace shareready {
namespace {

std::string_view level_of(Severity severity) {
  if (severity <= Severity::major) return "error";
  return severity == Severity::minor ? "warning" : "note";
}

Json text_of(std::string text) {
  Json json{Json::Object{}};
  json.set("text", Json(std::move(text)));
  return json;
}

// RFC 3986: everything but unreserved characters and "/" is escaped.
std::string uri_of(std::string_view path) {
  std::string uri;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

// The line that a locator such as "line 3, column x" names; 0 for none.
int line_of(std::string_view locator) {
  constexpr std::string_view k_start = "line ";
  int line = 0;
  if (locator.starts_with(k_start)) {
    std::from_chars(locator.data() + k_start.size(), locator.data() + locator.size(), line);
  }
  return line;
}

Json location_of(const Finding& finding) {
  Json artifact{Json::Object{}};
  artifact.set("uri", Json(uri_of(finding.path)));
  artifact.set("uriBaseId", Json("DATASET"));
  Json physical{Json::Object{}};
  physical.set("artifactLocation", std::move(artifact));
  if (const int line = line_of(finding.locator); line > 0) {
    Json region{Json::Object{}};
    region.set("startLine", Json(line));
    physical.set("region", std::move(region));
  }
  Json location{Json::Object{}};
  location.set("physicalLocation", std::move(physical));
  if (!finding.locator.empty()) {
    Json logical{Json::Object{}};
    logical.set("fullyQualifiedName", Json(finding.locator));
    location.set("logicalLocations", Json(Json::Array{std::move(logical)}));
  }
  return location;
}

// The reason is the user's own text: what looks like an address or a date in it is masked as well.
Json suppression_of(const Finding& finding) {
  Json suppression{Json::Object{}};
  suppression.set("kind", Json("external"));
  suppression.set("status", Json("accepted"));
  suppression.set("justification", Json(masked_patterns(finding.accepted)));
  return suppression;
}

Json result_of(const Finding& finding, std::size_t rule) {
  Json result{Json::Object{}};
  result.set("ruleId", Json(finding.requirement));
  result.set("ruleIndex", Json(static_cast<std::int64_t>(rule)));
  result.set("level", Json(level_of(finding.severity)));
  result.set("message",
             text_of(fmt::format("{}: {}. {}", to_string(finding.kind), finding.excerpt, finding.remedy)));
  result.set("locations", Json(Json::Array{location_of(finding)}));
  Json fingerprints{Json::Object{}};
  fingerprints.set("shareready/1", Json(finding.id));
  result.set("partialFingerprints", std::move(fingerprints));
  result.set("occurrenceCount", Json(finding.occurrences));
  if (!finding.accepted.empty()) result.set("suppressions", Json(Json::Array{suppression_of(finding)}));
  Json properties{Json::Object{}};
  properties.set("severity", Json(to_string(finding.severity)));
  properties.set("kind", Json(to_string(finding.kind)));
  properties.set("excerpt", Json(finding.excerpt));
  properties.set("remedy", Json(finding.remedy));
  result.set("properties", std::move(properties));
  return result;
}

Json rules() {
  Json list{Json::Array{}};
  for (const Coverage& entry : audit_coverage()) {
    Json rule{Json::Object{}};
    rule.set("id", Json(entry.requirement));
    rule.set("shortDescription", text_of(std::string(entry.looked_for)));
    list.push_back(std::move(rule));
  }
  return list;
}

// A test holds that every requirement of a finding is in the table.
std::size_t rule_of(std::string_view requirement) {
  std::size_t index = 0;
  for (const Coverage& entry : audit_coverage()) {
    if (entry.requirement == requirement) return index;
    ++index;
  }
  return 0;
}

}  // namespace

Json to_sarif(const Findings& findings, std::string_view version) {
  Json driver{Json::Object{}};
  driver.set("name", Json("shareready"));
  driver.set("version", Json(version));
  driver.set("rules", rules());
  Json tool{Json::Object{}};
  tool.set("driver", std::move(driver));
  Json results{Json::Array{}};
  for (const Finding& finding : findings) results.push_back(result_of(finding, rule_of(finding.requirement)));
  Json bases{Json::Object{}};
  bases.set("DATASET", Json(Json::Object{{"description", text_of("The folder that was audited.")}}));
  Json run{Json::Object{}};
  run.set("tool", std::move(tool));
  run.set("originalUriBaseIds", std::move(bases));
  run.set("columnKind", Json("unicodeCodePoints"));
  run.set("results", std::move(results));
  Json sarif{Json::Object{}};
  sarif.set("$schema", Json("https://json.schemastore.org/sarif-2.1.0.json"));
  sarif.set("version", Json("2.1.0"));
  sarif.set("runs", Json(Json::Array{std::move(run)}));
  return sarif;
}

}  // namespace shareready
