#include <catch2/catch.hpp>
#include <set>

#include "audit/sarif.hpp"
#include "audited.hpp"
#include "bytes.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

Findings some_findings() {
  AuditedTree tree;
  tree.needles.participants = {"Zq81canary"};
  tree.add("sub-Zq81canary/a b.txt", "x\nsub-Zq81canary\n");
  tree.add("sub-1/sub-1_scans.tsv", "filename\tacq_time\nx\t2019-03-04T10:11:12\n");
  tree.add("face.jpg", "\xff\xd8\xff\xe0 jpeg");
  return tree.findings();
}

}  // namespace

TEST_CASE("Each finding is a result with rule, level, place, masked excerpt and fingerprint") {
  const Findings findings = some_findings();
  const Json sarif = to_sarif(findings, "1.2.3");
  CHECK(sarif.at("version").as_string() == "2.1.0");
  const Json& run = sarif.at("runs").as_array().at(0);
  const Json& driver = run.at("tool").at("driver");
  CHECK(driver.at("name").as_string() == "shareready");
  REQUIRE(run.at("results").as_array().size() == findings.size());
  const Json::Array& rules = driver.at("rules").as_array();
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Json& result = run.at("results").as_array()[i];
    const auto rule = static_cast<std::size_t>(result.at("ruleIndex").as_int());
    CHECK(rules.at(rule).at("id").as_string() == result.at("ruleId").as_string());
    CHECK(result.at("ruleId").as_string() == findings[i].requirement);
    CHECK(std::set<std::string>{"error", "warning", "note"}.count(result.at("level").as_string()) == 1);
    CHECK_FALSE(result.at("message").at("text").as_string().empty());
    CHECK(result.at("partialFingerprints").at("shareready/1").as_string() == findings[i].id);
    const Json& place = result.at("locations").as_array().at(0).at("physicalLocation");
    CHECK(place.at("artifactLocation").at("uri").as_string().find(' ') == std::string::npos);
    CHECK(result.at("properties").at("remedy").as_string() == findings[i].remedy);
  }
}

TEST_CASE("No label, and nothing read from the data, stands in SARIF") {
  const std::string text = format_json(to_sarif(some_findings(), "1.2.3"));
  CHECK(text.find("anary") == std::string::npos);
  CHECK(text.find("2019") == std::string::npos);
  CHECK(text.find("\"startLine\": 2") != std::string::npos);
}

TEST_CASE("An accepted finding is a suppressed result with its reason, masked") {
  Findings findings = some_findings();
  findings.back().accepted = "Asked jan@example.org about it.";
  const std::string text = format_json(to_sarif(findings, "1.2.3"));
  CHECK(text.find("\"status\": \"accepted\"") != std::string::npos);
  CHECK(text.find("Asked [e-mail] about it.") != std::string::npos);
}
