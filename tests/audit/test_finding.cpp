#include <algorithm>
#include <catch2/catch.hpp>

#include "audit/finding.hpp"

using namespace shareready;

namespace {

Finding some_finding(Severity severity, std::string path) {
  Finding finding;
  finding.severity = severity;
  finding.kind = FindingKind::date;
  finding.path = path;
  finding.source_path = std::move(path);
  finding.excerpt = "[date]";
  return finding;
}

}  // namespace

TEST_CASE("Blocker, critical and major findings stop publishing, minor ones and remarks never") {
  for (const Severity severity : {Severity::blocker, Severity::critical, Severity::major}) {
    CHECK(blocks_publishing({some_finding(Severity::info, "a"), some_finding(severity, "b")}));
  }
  CHECK_FALSE(blocks_publishing({some_finding(Severity::minor, "a"), some_finding(Severity::info, "b")}));
  CHECK_FALSE(blocks_publishing({}));
}

TEST_CASE("The order of findings and their ids do not depend on the order they were found in") {
  const Findings found = {some_finding(Severity::minor, "b"), some_finding(Severity::major, "c"),
                          some_finding(Severity::major, "a")};
  Findings reversed = found;
  std::reverse(reversed.begin(), reversed.end());
  CHECK(format_json(to_json(in_report_order(found))) == format_json(to_json(in_report_order(reversed))));
  CHECK(in_report_order(found).front().path == "a");
}

TEST_CASE("The same finding met again in a file is counted, not repeated") {
  const Findings findings =
      in_report_order({some_finding(Severity::major, "a"), some_finding(Severity::major, "a")});
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().occurrences == 2);
}

TEST_CASE("Files whose masked paths coincide still have findings with ids of their own") {
  Finding one = some_finding(Severity::major, "sub-[label]/x");
  one.source_path = "sub-01/x";
  Finding other = one;
  other.source_path = "sub-02/x";
  const Findings findings = in_report_order({one, other});
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].id != findings[1].id);
}

TEST_CASE("True paths are shown only where they are asked for") {
  Finding finding = some_finding(Severity::major, "sub-[label]/x");
  finding.source_path = "sub-secret/x";
  const Findings findings = in_report_order({finding});
  CHECK(format_findings(findings).find("secret") == std::string::npos);
  CHECK(format_json(to_json(findings)).find("secret") == std::string::npos);
  CHECK(format_findings(findings, PathsShown::as_they_are).find("sub-secret/x") != std::string::npos);
}
