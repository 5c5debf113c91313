#include <catch2/catch.hpp>

#include "audit/baseline.hpp"
#include "audited.hpp"
#include "base/files.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

Result<Baseline> baseline_of(std::string_view text) {
  const TempFolder folder;
  REQUIRE(write_file(folder.path() / "baseline.json", text).ok());
  return read_baseline(folder.path() / "baseline.json");
}

const Finding& of_kind(const Findings& findings, FindingKind kind) {
  return *std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.kind == kind; });
}

AuditedTree tree_with_a_picture_and_a_label() {
  AuditedTree tree;
  tree.needles.participants = {"Zq81canary"};
  tree.add("stimuli.jpg", "\xff\xd8\xff\xe0 jpeg");
  return tree;
}

}  // namespace

TEST_CASE("An accepted finding stops nothing and stays listed with its reason") {
  const AuditedTree tree = tree_with_a_picture_and_a_label();
  const Findings before = tree.findings();
  REQUIRE(blocks_publishing(before));
  const Finding& picture = of_kind(before, FindingKind::personal_file);
  const Findings after = accept_findings(before, {{picture.id, "A house, shown as a stimulus."}});
  CHECK_FALSE(blocks_publishing(after));
  CHECK(of_kind(after, FindingKind::personal_file).id == picture.id);
  CHECK(format_findings(after).find("accepted: A house") != std::string::npos);
  CHECK(format_json(to_json(after)).find("A house") != std::string::npos);
}

TEST_CASE(
    "Labels, personal details, faces, histories and what cannot be read are never accepted, and that is "
    "said") {
  for (const FindingKind kind :
       {FindingKind::original_label, FindingKind::personal_token, FindingKind::undefaced_image,
        FindingKind::version_control, FindingKind::unreadable}) {
    Finding finding;
    finding.kind = kind;
    finding.severity = Severity::critical;
    finding.path = finding.source_path = "a.txt";
    const Findings before = in_report_order({finding});
    const Findings after = accept_findings(before, {{before.front().id, "I like it."}});
    CHECK(blocks_publishing(after));
    CHECK(format_findings(after).find("not followed") != std::string::npos);
  }
}

TEST_CASE("An entry that meets nothing is told") {
  const Findings after = accept_findings({}, {{"F000000000000", "It was there once."}});
  CHECK(format_findings(after).find("met nothing") != std::string::npos);
  CHECK_FALSE(blocks_publishing(after));
}

TEST_CASE("The form lists what may be accepted; filled in it is a baseline, empty it accepts nothing") {
  AuditedTree tree = tree_with_a_picture_and_a_label();
  tree.add("a.txt", "sub-Zq81canary\n");
  const Findings findings = tree.findings();
  Json form = baseline_form(findings);
  REQUIRE(form.at("accepted").as_array().size() == 1);
  CHECK(baseline_of(format_json(form)).value().empty());
  form.find("accepted")->array()[0].set("reason", Json("A house."));
  const Baseline filled = baseline_of(format_json(form)).value();
  REQUIRE(filled.size() == 1);
  CHECK(filled.begin()->first == of_kind(findings, FindingKind::personal_file).id);
}

TEST_CASE("A baseline of another form is refused") {
  CHECK_FALSE(baseline_of("[]").ok());
  CHECK_FALSE(baseline_of(R"({"format": 2, "accepted": []})").ok());
  CHECK_FALSE(baseline_of(R"({"format": 1, "accepted": [{"id": "F1"}]})").ok());
  CHECK_FALSE(
      baseline_of(R"({"format": 1, "accepted": [{"id": "F1", "reason": "a"}, {"id": "F1", "reason": "b"}]})")
          .ok());
}
